// tests of saved indices
#include <chrono>
#include <csignal>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/files.hpp"
#include "tests/search/embeddings.hpp"
#include "tests/support.hpp"

using namespace limen::test;
using limen::ErrorCode;
using limen::search::EmbeddingIndex;
using limen::search::EmbeddingQuery;
using limen::search::Filter;
using limen::search::Mode;
using limen::search::Originals;

namespace {

constexpr std::size_t page = 4096;

}  // namespace

TEST_CASE("a saved index answers as the one in memory, mapped and loaded") {
  const TemporaryDirectory folder;
  Embeddings make(100, 1);
  const auto gallery = make.gallery(Kind::clusters, 333);
  const auto probes = make.probes(gallery, 5);
  for (const auto originals : {Originals::none, Originals::float16, Originals::float32}) {
    const auto index = index_of(gallery, {.dimension = 100, .originals = originals, .sign_bits = true, .clip = 4});
    index.save(folder / "index").value();
    const auto mapped = EmbeddingIndex::open(folder / "index").value();
    auto loaded = EmbeddingIndex::load(folder / "index").value();
    mapped.verify().value();
    CHECK(mapped.read_only());
    CHECK(!loaded.read_only());
    CHECK(mapped.options().originals == originals);
    CHECK(mapped.contains({333}));
    CHECK(!mapped.contains({334}));
    for (const auto mode : {Mode::certified, Mode::quantised, Mode::floating, Mode::cascade}) {
      if (originals == Originals::none && mode != Mode::quantised) continue;
      const EmbeddingQuery query{.candidates = 9, .mode = mode, .keep_at_least = 40};
      const auto wanted = index.search(probes, query).value().lists;
      CHECK(mapped.search(probes, query).value().lists == wanted);
      CHECK(loaded.search(probes, query).value().lists == wanted);
    }
    mapped.save(folder / "again").value();
    CHECK(slurp(folder / "again") == slurp(folder / "index"));
    loaded.remove(ids_from(7, 1)).value();
    loaded.add(ids_from(1000, 3), make.noise(300)).value();
    CHECK(loaded.size() == 335);
  }
}

TEST_CASE("a mapped index cannot be changed") {
  const TemporaryDirectory folder;
  Embeddings make(64, 2);
  index_of(make.noise(640), {.dimension = 64}).save(folder / "index").value();
  auto index = EmbeddingIndex::open(folder / "index").value();
  CHECK(index.add(ids_from(20, 1), make.noise(64)).error().code == ErrorCode::access_denied);
  CHECK(index.update(ids_from(1, 1), make.noise(64)).error().code == ErrorCode::access_denied);
  CHECK(index.remove(ids_from(1, 1)).error().code == ErrorCode::access_denied);
  CHECK(index.compact().error().code == ErrorCode::access_denied);
}

TEST_CASE("an empty index can be saved") {
  const TemporaryDirectory folder;
  EmbeddingIndex::create({.dimension = 64}).value().save(folder / "index").value();
  const auto index = EmbeddingIndex::open(folder / "index").value();
  CHECK(index.size() == 0);
  CHECK(index.search(std::vector<float>(64, 1)).value().lists[0].empty());
}

TEST_CASE("every flipped byte of a file is found") {
  const TemporaryDirectory folder;
  Embeddings make(64, 3);
  index_of(make.noise(5 * 64), {.dimension = 64, .originals = Originals::float16}).save(folder / "index").value();
  const auto path = folder / "index";
  const auto whole = slurp(path);
  CHECK(!fault_of<EmbeddingIndex>(path));
  const int file = open(path.c_str(), O_RDWR);
  std::size_t unnoticed = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const char flipped = static_cast<char>(whole[i] ^ (1 << i % 8));
    CHECK(pwrite(file, &flipped, 1, static_cast<off_t>(i)) == 1);
    if (!fault_of<EmbeddingIndex>(path)) ++unnoticed;
    if (i % 977 == 0) CHECK(!EmbeddingIndex::load(path));
    CHECK(pwrite(file, &whole[i], 1, static_cast<off_t>(i)) == 1);
  }
  close(file);
  CHECK(unnoticed == 0);
  CHECK(!fault_of<EmbeddingIndex>(path));
}

TEST_CASE("truncated, longer, newer and foreign files are refused") {
  const TemporaryDirectory folder;
  Embeddings make(64, 4);
  index_of(make.noise(70 * 64), {.dimension = 64}).save(folder / "index").value();
  const auto whole = slurp(folder / "index");
  const auto fault = [&](const std::string& bytes) {
    spill(folder / "other", bytes);
    return fault_of<EmbeddingIndex>(folder / "other");
  };
  for (std::size_t size = 1; size < whole.size(); size += size < 64 || whole.size() - size < 300 ? 1U : 509U) {
    CAPTURE(size);
    const auto code = fault(whole.substr(0, size));
    CHECK((code == ErrorCode::corrupt || code == ErrorCode::unsupported_format));
  }
  CHECK(fault("") == ErrorCode::corrupt);
  CHECK(fault(whole + "x") == ErrorCode::corrupt);
  CHECK(fault("GIF89a and more that is no index at all") == ErrorCode::unsupported_format);
  auto newer = whole;
  newer[8] = 2;
  CHECK(fault(newer) == ErrorCode::newer_version);
  CHECK(fault_of<EmbeddingIndex>(folder / "nowhere") == ErrorCode::not_found);
  CHECK(fault_of<EmbeddingIndex>(folder.path()) == ErrorCode::io_error);
  CHECK(!EmbeddingIndex::create({.dimension = 64}).value().save(folder.path() / "no" / "folder"));
}

TEST_CASE("a mapped index stays what it is when its file is replaced") {
  const TemporaryDirectory folder;
  Embeddings make(64, 5);
  const auto first = make.noise(500 * 64), second = make.noise(900 * 64), probes = make.noise(3 * 64);
  const auto old_index = index_of(first, {.dimension = 64}), new_index = index_of(second, {.dimension = 64});
  old_index.save(folder / "index").value();
  const auto mapped = EmbeddingIndex::open(folder / "index").value();
  new_index.save(folder / "index").value();
  CHECK(mapped.search(probes).value().lists == old_index.search(probes).value().lists);
  CHECK(EmbeddingIndex::open(folder / "index").value().search(probes).value().lists ==
        new_index.search(probes).value().lists);
}

TEST_CASE("kill -9 during save leaves the old file or the new one whole") {
  const TemporaryDirectory folder;
  Embeddings make(64, 6);
  const auto first = index_of(make.noise(20000 * 64), {.dimension = 64});
  const auto second = index_of(make.noise(30000 * 64), {.dimension = 64});
  first.save(folder / "index").value();
  for (unsigned round = 0; round < 25; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (;;) {
        (void)second.save(folder / "index");
        (void)first.save(folder / "index");
      }
    }
    usleep(2000 + 1700 * round);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    CHECK(!fault_of<EmbeddingIndex>(folder / "index"));
    const auto size = EmbeddingIndex::open(folder / "index").value().size();
    CHECK((size == 20000 || size == 30000));
  }
}

TEST_CASE("codes and originals that contradict each other are an error, not a list") {
  const TemporaryDirectory folder;
  Embeddings make(64, 7);
  constexpr std::size_t size = 8192, n = 64;
  const auto gallery = make.noise(size * n);
  index_of(gallery, {.dimension = n}).save(folder / "index").value();
  auto bytes = slurp(folder / "index");
  // header, ids, errors, panel errors, codes, floats: the later ones, behind what open() checks, change their signs
  const std::size_t floats = page + size * 8 + size * 4 + page + size * n;
  for (std::size_t i = floats + size / 2 * n * 4; i < floats + size * n * 4; i += 4)
    bytes[i + 3] = static_cast<char>(bytes[i + 3] ^ 0x80);
  spill(folder / "index", bytes);
  const auto index = EmbeddingIndex::open(folder / "index").value();
  CHECK(index.verify().error().code == ErrorCode::corrupt);
  CHECK(EmbeddingIndex::load(folder / "index").error().code == ErrorCode::corrupt);
  CHECK(index.search(std::span(gallery).subspan(5000 * n, n)).error().code == ErrorCode::corrupt);
}

TEST_CASE("panels with nobody to be seen are not read") {
  const TemporaryDirectory folder;
  Embeddings make(128, 8);
  constexpr std::size_t n = 128, panels = 64, size = panels * 64;
  const auto gallery = make.noise(size * n), probes = make.noise(7 * n);
  index_of(gallery, {.dimension = n, .sign_bits = true}).save(folder / "index").value();
  const auto index = EmbeddingIndex::open(folder / "index").value();
  Filter filter(size);
  for (std::size_t i = 0; i < size; ++i)
    if (i / 64 % 8 == 3 && i % 5 != 0) filter.set(i);
  std::vector<std::vector<std::vector<limen::search::EmbeddingCandidates::Candidate>>> wanted;
  const std::array modes{Mode::certified, Mode::quantised, Mode::floating, Mode::cascade};
  for (const auto mode : modes) wanted.push_back(index.search(probes, {.filter = &filter, .mode = mode}).value().lists);

  // header, ids, errors, panel errors, codes, signs, floats: the pages of hidden panels are taken away.
  auto* const file = reinterpret_cast<std::byte*>(const_cast<limen::ReferenceId*>(index.ids().data())) - page;
  const std::size_t codes = page + size * 8 + size * 4 + page, floats = codes + size * n + size * n / 8;
  for (std::size_t panel = 0; panel < panels; ++panel) {
    if (panel % 8 == 3) continue;
    REQUIRE(mprotect(file + codes + panel * 64 * n, 64 * n, PROT_NONE) == 0);
    REQUIRE(mprotect(file + floats + panel * 64 * n * 4, 64 * n * 4, PROT_NONE) == 0);
  }
  for (std::size_t m = 0; m < modes.size(); ++m) {
    CHECK(index.search(probes, {.filter = &filter, .mode = modes[m]}).value().lists == wanted[m]);
    for (const std::size_t count : {1U, 2U})  // other kernels
      CHECK(index.search(std::span(probes).first(count * n), {.filter = &filter, .mode = modes[m]}).value().lists[0] ==
            wanted[m][0]);
  }
}
