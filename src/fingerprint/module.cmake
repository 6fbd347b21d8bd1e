# std::sqrt sets no errno where nobody reads it: the loops vectorise. No value changes.
set_source_files_properties(src/fingerprint/synthesise_growth.cpp src/fingerprint/warp.cpp PROPERTIES COMPILE_OPTIONS -fno-math-errno)
