// INT-I transactions without a fault, made by the builders.
#pragma once

#include <string>
#include <vector>

#include "limen/interchange/inti.hpp"

#include "an2k_samples.hpp"

namespace limen::test {

inline interchange::inti::Envelope envelope() {
  return {.tcn = "19125458357683H",
          .date = "20260102",
          .destination = "FR/IPSG",
          .origin = "XX/BORDER",
          .gmt = "20260102101500Z",
          .priority = 2};
}

inline Sample finger(FingerPosition position, int width = 48, int height = 40) {
  Sample sample{Image(width, height, PixelFormat::grey8, {500}), position, Impression::live_scan_plain};
  for (std::size_t i = 0; i < sample.image.pixels().size(); ++i)
    sample.image.pixels()[i] = static_cast<std::uint8_t>(i * 37 % 251);
  return sample;
}

inline interchange::inti::Descriptive person() {
  return {{7, "CASE-1"}, {30, "Doe\x1FJane"}, {35, "19800229"}, {38, "DEU"}, {39, "F"}, {55, "20251231"}};
}

inline File criminal_search() {
  const Sample fingers[] = {finger(FingerPosition::right_index), finger(FingerPosition::left_index)};
  return file_of(
      interchange::inti::build(interchange::inti::Search::criminal, envelope(), person(), fingers, "XX/BORDER")
          .value());
}

inline File latent_search() {
  const Sample latent[] = {finger(FingerPosition::unknown)};
  return file_of(
      interchange::inti::build(interchange::inti::Search::latent, envelope(), {}, latent, "XX/BORDER").value());
}

}  // namespace limen::test
