// The Block of a modality, and the scores of a probe with all of it.
#pragma once

#include <span>
#include <vector>

#include "convert.hpp"

namespace limen::python {

template <class Template>
void bind_block(py::module_& m, const char* about_score) {
  using Block = typename Template::Block;
  py::class_<Block>(m, "Block", "References laid out to be searched, in the order given.")
      .def(py::init([](const std::vector<Template>& templates) {
             const py::gil_scoped_release no_gil;
             typename Block::Builder builder;
             for (const Template& one : templates) builder.add(one);
             return builder.finish();
           }),
           "templates"_a)
      .def("__len__", &Block::size);
  m.def(
      "score",
      [](const typename Template::Probe& probe, const Block& block) {
        std::vector<Score> out(block.size());
        {
          const py::gil_scoped_release no_gil;
          score(probe, block, std::span(out));
        }
        return array_from(std::move(out), py::str("i4"));
      },
      "probe"_a, "block"_a, about_score);
}

}  // namespace limen::python
