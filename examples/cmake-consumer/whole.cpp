// Links all of limen: one call into each module that brings a library of others.
#include <algorithm>
#include <array>
#include <cstdio>

#include <limen/face/models.hpp>
#include <limen/gallery/gallery.hpp>
#include <limen/io/image_file.hpp>
#include <limen/privacy/key.hpp>
#include <limen/version.hpp>

int main() {
  const std::array<std::byte, 4> nonsense{};
  const auto image = limen::io::decode_image(nonsense);
  const bool refused = !image && image.error().code == limen::ErrorCode::unsupported_format;
  const auto key = limen::privacy::Key::random(), other = limen::privacy::Key::random();
  const bool keys_differ = !std::ranges::equal(key.reveal(), other.reveal());
  const auto gallery = limen::Gallery::open("no such file", key);
  const bool missing = !gallery && gallery.error().code == limen::ErrorCode::not_found;
  const auto models = limen::face::Models("no such folder").list();
  const bool none = models && models->empty();
  const bool right = refused && keys_differ && missing && none;
  std::printf("limen %s: %s\n", limen::version().data(), right ? "all there" : "something is wrong");
  return right ? 0 : 1;
}
