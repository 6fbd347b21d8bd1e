// Links all of limen: one call into each module that brings a library of others.
#include <algorithm>
#include <array>
#include <cstdio>

#include <limen/io/image_file.hpp>
#include <limen/privacy/key.hpp>
#include <limen/version.hpp>

int main() {
  const std::array<std::byte, 4> nonsense{};
  const auto image = limen::io::decode_image(nonsense);
  const bool refused = !image && image.error().code == limen::ErrorCode::unsupported_format;
  const auto key = limen::privacy::Key::random(), other = limen::privacy::Key::random();
  const bool keys_differ = !std::ranges::equal(key.reveal(), other.reveal());
  std::printf("limen %s: %s\n", limen::version().data(), refused && keys_differ ? "all there" : "something is wrong");
  return refused && keys_differ ? 0 : 1;
}
