#include "limen/privacy/base64.hpp"

#include "privacy/sodium.hpp"

namespace limen::privacy {

std::string to_base64(std::span<const std::byte> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  (void)sodium_bin2base64(text.data(), text.size(), raw(bytes.data()), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  Bytes bytes(text.size() / 4 * 3);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(raw(bytes.data()), bytes.size(), text.data(), text.size(), nullptr, &size, &end,
                        sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace limen::privacy
