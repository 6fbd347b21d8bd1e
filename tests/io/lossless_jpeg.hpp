// An encoder of lossless JPEG (ISO/IEC 10918-1, annex H), slow and obvious.
#pragma once

#include <array>
#include <cstdlib>
#include <initializer_list>
#include <vector>

namespace limen::test::lossless_jpeg {

struct Coding {
  int depth = 8, predictor = 1, shift = 0, restart_lines = 0;
  bool interleaved = true, table_for_ac = false;
};

struct Planes {
  int width, height;
  std::vector<std::vector<int>> of;  // one a component, row by row
};

// All 17 categories get a code of 5 bits: category k is coded as k.
class Encoder {
 public:
  Encoder(const Planes& planes, const Coding& coding) : planes_(planes), c_(coding) {}

  std::vector<std::byte> run() {
    const int n = static_cast<int>(planes_.of.size());
    put({0xFF, 0xD8, 0xFF, 0xC3, 0, 8 + 3 * n, c_.depth, planes_.height >> 8, planes_.height & 255, planes_.width >> 8,
         planes_.width & 255, n});
    for (int i = 0; i < n; ++i) put({i + 1, 0x11, 0});
    put({0xFF, 0xC4, 0, 2 + 17 + 17, c_.table_for_ac ? 0x10 : 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    for (int k = 0; k < 17; ++k) put({k});
    if (c_.restart_lines > 0) {
      const int interval = c_.restart_lines * planes_.width;
      put({0xFF, 0xDD, 0, 4, interval >> 8, interval & 255});
    }
    if (c_.interleaved) {
      std::vector<int> all;
      for (int i = 0; i < n; ++i) all.push_back(i);
      scan(all);
    } else {
      for (int i = 0; i < n; ++i) scan({i});
    }
    put({0xFF, 0xD9});
    return out_;
  }

 private:
  void put(std::initializer_list<int> bytes) {
    for (const int b : bytes) out_.push_back(static_cast<std::byte>(b));
  }
  void bits(int value, int count) {
    for (int i = count - 1; i >= 0; --i) {
      byte_ = byte_ << 1 | (value >> i & 1);
      if (++used_ < 8) continue;
      put({byte_});
      if (byte_ == 0xFF) put({0});
      byte_ = used_ = 0;
    }
  }
  void flush() {
    while (used_ > 0) bits(1, 1);
  }
  int at(int component, int x, int y) const {
    return planes_.of[static_cast<std::size_t>(component)][static_cast<std::size_t>(y * planes_.width + x)] >> c_.shift;
  }
  int expected(int component, int x, int y, int first_line) const {
    if (y == first_line) return x == 0 ? 1 << (c_.depth - c_.shift - 1) : at(component, x - 1, y);
    if (x == 0) return at(component, x, y - 1);
    const int a = at(component, x - 1, y), b = at(component, x, y - 1), c = at(component, x - 1, y - 1);
    const std::array<int, 8> by{0, a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1};
    return by[static_cast<std::size_t>(c_.predictor)];
  }
  void difference(int value) {
    value = ((value + 32767) & 0xFFFF) - 32767;  // modulo 65536, −32767 … 32768
    int category = 0;
    while (category < 16 && std::abs(value) >= 1 << category) ++category;
    bits(category, 5);
    if (category > 0 && category < 16) bits(value > 0 ? value : value + (1 << category) - 1, category);
  }
  void scan(const std::vector<int>& components) {
    const int n = static_cast<int>(components.size());
    put({0xFF, 0xDA, 0, 6 + 2 * n, n});
    for (const int component : components) put({component + 1, 0});
    put({c_.predictor, 0, c_.shift});
    int first_line = 0, restarts = 0;
    for (int y = 0; y < planes_.height; ++y) {
      if (c_.restart_lines > 0 && y > 0 && y % c_.restart_lines == 0) {
        flush();
        put({0xFF, 0xD0 + restarts++ % 8});
        first_line = y;
      }
      for (int x = 0; x < planes_.width; ++x)
        for (const int component : components) difference(at(component, x, y) - expected(component, x, y, first_line));
    }
    flush();
  }

  const Planes& planes_;
  Coding c_;
  std::vector<std::byte> out_;
  int byte_ = 0, used_ = 0;
};

}  // namespace limen::test::lossless_jpeg
