// Looking for bytes in the memory of this process, from end to end, as a core dump would hold it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace limen::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool shadowed = true;  // the sanitizers keep terabytes of their own mapped
#elif defined(__has_feature)
inline constexpr bool shadowed = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool shadowed = false;
#endif

/// What is looked for is kept masked, so as not to find itself.
using Needle = std::vector<unsigned char>;
inline constexpr unsigned char mask = 0xA5;

template <class T>
Needle masked(const T* data, std::size_t count) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(data);
  Needle needle;
  for (std::size_t i = 0; i < count * sizeof(T); ++i) needle.push_back(bytes[i] ^ mask);
  return needle;
}

/// Calls `look(begin, end)` for each region of this process's memory that can be written.
template <class Look>
void for_each_region(Look look) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    char flags[8] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %7s", &begin, &end, flags) != 3 || flags[0] != 'r' || flags[1] != 'w')
      continue;
    if (line.find("[v") != std::string::npos) continue;  // vvar, vdso
    look(reinterpret_cast<const volatile unsigned char*>(begin), reinterpret_cast<const volatile unsigned char*>(end));
  }
}

/// How often the unmasked needle stands in the writable memory of this process.
inline int occurrences(const Needle& needle) {
  int found = 0;
  for_each_region([&](const volatile unsigned char* memory, const volatile unsigned char* end) {
    const auto size = static_cast<std::size_t>(end - memory);
    for (std::size_t i = 0; i + needle.size() <= size; ++i) {
      std::size_t k = 0;
      while (k < needle.size() && (memory[i + k] ^ mask) == needle[k]) ++k;
      found += k == needle.size() ? 1 : 0;
    }
  });
  return found;
}

inline int occurrences(const std::vector<Needle>& needles) {
  int found = 0;
  for (const auto& needle : needles) found += occurrences(needle);
  return found;
}

}  // namespace limen::test
