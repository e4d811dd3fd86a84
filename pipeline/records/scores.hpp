#pragma once

namespace carescan::records {

/// Body mass index, kg/m².
double body_mass_index(double weight_kg, double height_m);

/// MUST, step 1: points of a body mass index in kg/m²: above 20 none, 18.5 to 20 one, below 18.5 two. Steps 1 to 3 are
/// those of the Malnutrition Universal Screening Tool (BAPEN, 2003, https://www.bapen.org.uk/pdfs/must/must_full.pdf).
int must_bmi_points(double bmi);

/// MUST, step 2: points of unplanned weight loss in the past 3 to 6 months, in % of the weight before: below 5 none, 5
/// to 10 one, above 10 two.
int must_loss_points(double percent);

/// MUST, step 3: acutely ill, and no nutritional intake for more than 5 days.
inline constexpr int must_acute_points = 2;

/// One set of observations. Breaths and pulse per minute, saturation in %, systolic blood pressure in mmHg, °C.
struct Observations {
  double respiration = 0, spo2 = 0;
  bool spo2_scale_2 = false;  ///< hypercapnic respiratory failure: target 88 to 92 %
  bool on_oxygen = false;
  double systolic = 0, pulse = 0;
  bool alert = true;  ///< of ACVPU; anything else, new confusion included, is not
  double temperature = 0;
};

/// The aggregate score of the National Early Warning Score (NEWS) 2, chart 1 (Royal College of Physicians, London,
/// 2017, https://www.rcp.ac.uk/improving-care/resources/national-early-warning-score-news-2/).
int news2_score(const Observations&);

}  // namespace carescan::records
