// Named intermediate results of a pipeline, for pictures and golden tests. Off by default and free when off.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "limen/core/image.hpp"

namespace limen {

/// Borrowed floating-point samples on a regular grid: `channels` values a cell, row by row, without padding.
/// `cell` is the distance between cells in pixels of the (500 ppi) image.
struct FieldView {
  const float* data = nullptr;
  int width = 0;
  int height = 0;
  int channels = 1;
  float cell = 1;
};

/// Gets each stage's result under its stable name. A default-constructed Trace keeps nothing and costs one branch.
/// Called on the thread that runs the pipeline; the views are valid during the call only.
class Trace {
 public:
  using OnField = std::function<void(std::string_view name, FieldView)>;
  using OnImage = std::function<void(std::string_view name, ImageView)>;

  Trace() = default;
  Trace(OnField on_field, OnImage on_image) : on_field_(std::move(on_field)), on_image_(std::move(on_image)) {}

  bool on() const noexcept { return on_field_ || on_image_; }
  void operator()(std::string_view name, FieldView field) const {
    if (on_field_) on_field_(name, field);
  }
  void operator()(std::string_view name, ImageView image) const {
    if (on_image_) on_image_(name, image);
  }

 private:
  OnField on_field_;
  OnImage on_image_;
};

}  // namespace limen
