#include "pipeline/records/scores.hpp"

#include <initializer_list>

namespace carescan::records {
namespace {

/// Up to and including `most`, so many points.
struct Band {
  double most;
  int points;
};

/// Points of the first band that reaches as far as `value`, `beyond` past the last.
int points(double value, std::initializer_list<Band> bands, int beyond) {
  for (const Band& band : bands)
    if (value <= band.most) return band.points;
  return beyond;
}

int saturation_points(const Observations& o) {
  if (!o.spo2_scale_2) return points(o.spo2, {{91, 3}, {93, 2}, {95, 1}}, 0);
  const int low = points(o.spo2, {{83, 3}, {85, 2}, {87, 1}}, 0);
  // On scale 2 too much is harmful, but only where it comes from oxygen.
  return o.on_oxygen && low == 0 ? points(o.spo2, {{92, 0}, {94, 1}, {96, 2}}, 3) : low;
}

}  // namespace

double body_mass_index(double weight_kg, double height_m) {
  return weight_kg / (height_m * height_m);
}

int must_bmi_points(double bmi) {
  return bmi > 20 ? 0 : bmi >= 18.5 ? 1 : 2;
}

int must_loss_points(double percent) {
  return percent < 5 ? 0 : percent <= 10 ? 1 : 2;
}

int news2_score(const Observations& o) {
  return points(o.respiration, {{8, 3}, {11, 1}, {20, 0}, {24, 2}}, 3) + saturation_points(o) + (o.on_oxygen ? 2 : 0) +
         points(o.systolic, {{90, 3}, {100, 2}, {110, 1}, {219, 0}}, 3) +
         points(o.pulse, {{40, 3}, {50, 1}, {90, 0}, {110, 1}, {130, 2}}, 3) + (o.alert ? 0 : 3) +
         points(o.temperature, {{35.0, 3}, {36.0, 1}, {38.0, 0}, {39.0, 1}}, 2);
}

}  // namespace carescan::records
