// The key file, 48 bytes, little endian: "LIMENKEY" | version u32 = 1 | the 32 bytes of the key | CRC-32 of all before.
#include <string>

#include "limen/core/checksum.hpp"
#include "limen/core/reader.hpp"
#include "limen/core/writer.hpp"
#include "limen/detail/core/file_start.hpp"
#include "limen/privacy/key.hpp"

#include "privacy/file.hpp"

namespace limen::privacy {

namespace {

constexpr FileStart start{"LIMENKEY", 1, "key file"};
constexpr std::size_t file_size = FileStart::size + Key::size + 4;

}  // namespace

Result<Key> Key::load(const std::filesystem::path& path) {
  auto file = File::open(path, File::Mode::read);
  if (!file) return file.error();
  if ((file->permissions() & 077U) != 0)
    return {ErrorCode::access_denied,
            path.string() + ": others may read this key; make it private first (chmod 600), or make a new key"};
  SecureBytes bytes(file_size + 1);
  const auto got = file->read_at(0, bytes.span());
  if (!got) return got.error();
  const auto what = "key file " + path.string();
  Reader reader(bytes.span().first(*got), what);
  if (const auto format = start.read(reader, what); !format) return format.error();
  const auto secret = reader.take(size);
  const auto checksum = reader.u32();
  if (const auto ok = reader.check(); !ok) return ok.error();
  if (reader.remaining() != 0 || crc32(bytes.span().first(file_size - 4)) != checksum)
    return reader.corrupt("the checksum or the length is wrong; restore it from its copy");
  return from_bytes(secret);
}

Result<void> Key::save(const std::filesystem::path& path) const {
  auto file = File::open(path, File::Mode::create_new);
  if (!file) return file.error();
  Writer writer;
  start.write(writer);
  writer.bytes(reveal());
  writer.u32(crc32(writer.span()));
  auto done = file->write(writer.span());
  if (done) done = file->sync();
  if (done) done = sync_directory_of(path);
  if (!done) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);  // half a key is no key
  }
  return done;
}

}  // namespace limen::privacy
