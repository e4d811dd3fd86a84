// The published tables, band by band, on both sides of every border.
#include "pipeline/records/scores.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace carescan::records;

namespace {

/// Somebody who is well: no points on scale 1, breathing air.
const Observations well{.respiration = 16, .spo2 = 97, .systolic = 120, .pulse = 70, .temperature = 37.0};

int with_respiration(double x) {
  Observations o = well;
  return o.respiration = x, news2_score(o);
}
int with_spo2(double x) {
  Observations o = well;
  return o.spo2 = x, news2_score(o);
}
/// The points of the saturation alone on scale 2.
int on_scale_2(double x, bool oxygen) {
  Observations o = well;
  o.spo2 = x, o.spo2_scale_2 = true, o.on_oxygen = oxygen;
  return news2_score(o) - (oxygen ? 2 : 0);
}
int with_systolic(double x) {
  Observations o = well;
  return o.systolic = x, news2_score(o);
}
int with_pulse(double x) {
  Observations o = well;
  return o.pulse = x, news2_score(o);
}
int with_temperature(double x) {
  Observations o = well;
  return o.temperature = x, news2_score(o);
}

}  // namespace

TEST_CASE("NEWS2: somebody who is well has no points") {
  CHECK(news2_score(well) == 0);
}

TEST_CASE("NEWS2: respiration") {
  CHECK(with_respiration(8) == 3);
  CHECK(with_respiration(9) == 1);
  CHECK(with_respiration(11) == 1);
  CHECK(with_respiration(12) == 0);
  CHECK(with_respiration(20) == 0);
  CHECK(with_respiration(21) == 2);
  CHECK(with_respiration(24) == 2);
  CHECK(with_respiration(25) == 3);
}

TEST_CASE("NEWS2: saturation on scale 1") {
  CHECK(with_spo2(91) == 3);
  CHECK(with_spo2(92) == 2);
  CHECK(with_spo2(93) == 2);
  CHECK(with_spo2(94) == 1);
  CHECK(with_spo2(95) == 1);
  CHECK(with_spo2(96) == 0);
  CHECK(with_spo2(100) == 0);
}

TEST_CASE("NEWS2: saturation on scale 2 counts too much only with oxygen") {
  for (const bool oxygen : {false, true}) {
    CHECK(on_scale_2(83, oxygen) == 3);
    CHECK(on_scale_2(84, oxygen) == 2);
    CHECK(on_scale_2(85, oxygen) == 2);
    CHECK(on_scale_2(86, oxygen) == 1);
    CHECK(on_scale_2(87, oxygen) == 1);
    CHECK(on_scale_2(88, oxygen) == 0);
    CHECK(on_scale_2(92, oxygen) == 0);
  }
  for (const double spo2 : {93, 94, 95, 96, 97, 100}) CHECK(on_scale_2(spo2, false) == 0);
  CHECK(on_scale_2(93, true) == 1);
  CHECK(on_scale_2(94, true) == 1);
  CHECK(on_scale_2(95, true) == 2);
  CHECK(on_scale_2(96, true) == 2);
  CHECK(on_scale_2(97, true) == 3);
}

TEST_CASE("NEWS2: oxygen and consciousness") {
  Observations o = well;
  o.on_oxygen = true;
  CHECK(news2_score(o) == 2);
  o.alert = false;
  CHECK(news2_score(o) == 5);
}

TEST_CASE("NEWS2: systolic blood pressure") {
  CHECK(with_systolic(90) == 3);
  CHECK(with_systolic(91) == 2);
  CHECK(with_systolic(100) == 2);
  CHECK(with_systolic(101) == 1);
  CHECK(with_systolic(110) == 1);
  CHECK(with_systolic(111) == 0);
  CHECK(with_systolic(219) == 0);
  CHECK(with_systolic(220) == 3);
}

TEST_CASE("NEWS2: pulse") {
  CHECK(with_pulse(40) == 3);
  CHECK(with_pulse(41) == 1);
  CHECK(with_pulse(50) == 1);
  CHECK(with_pulse(51) == 0);
  CHECK(with_pulse(90) == 0);
  CHECK(with_pulse(91) == 1);
  CHECK(with_pulse(110) == 1);
  CHECK(with_pulse(111) == 2);
  CHECK(with_pulse(130) == 2);
  CHECK(with_pulse(131) == 3);
}

TEST_CASE("NEWS2: temperature") {
  CHECK(with_temperature(35.0) == 3);
  CHECK(with_temperature(35.1) == 1);
  CHECK(with_temperature(36.0) == 1);
  CHECK(with_temperature(36.1) == 0);
  CHECK(with_temperature(38.0) == 0);
  CHECK(with_temperature(38.1) == 1);
  CHECK(with_temperature(39.0) == 1);
  CHECK(with_temperature(39.1) == 2);
}

TEST_CASE("NEWS2: points of everything add up") {
  CHECK(news2_score({.respiration = 25,
                     .spo2 = 91,
                     .on_oxygen = true,
                     .systolic = 90,
                     .pulse = 131,
                     .alert = false,
                     .temperature = 35.0}) == 20);
}

TEST_CASE("MUST: steps 1 and 2 at their borders") {
  CHECK(must_bmi_points(20.1) == 0);
  CHECK(must_bmi_points(20.0) == 1);
  CHECK(must_bmi_points(18.5) == 1);
  CHECK(must_bmi_points(18.4) == 2);
  CHECK(must_bmi_points(35) == 0);
  CHECK(must_loss_points(0) == 0);
  CHECK(must_loss_points(4.9) == 0);
  CHECK(must_loss_points(5) == 1);
  CHECK(must_loss_points(10) == 1);
  CHECK(must_loss_points(10.1) == 2);
  CHECK(must_acute_points == 2);
}

TEST_CASE("the body mass index of 70 kg and 1.75 m") {
  CHECK(body_mass_index(70, 1.75) == doctest::Approx(22.857).epsilon(0.0001));
}
