# ONNX Runtime is loaded at run time, if it is there: here it is only said where to look first. The library of PyPI's
# package is found too.
if(NOT DEFINED CACHE{LIMEN_ONNXRUNTIME})
  find_library(limen_onnxruntime NAMES onnxruntime libonnxruntime.so.1 NO_CACHE)
  if(NOT limen_onnxruntime)
    find_program(limen_python NAMES python3 python NO_CACHE)
    if(limen_python)
      execute_process(
        COMMAND ${limen_python} -c "import importlib.util as u, pathlib as p; s = u.find_spec('onnxruntime'); print(next(iter(sorted(p.Path(s.origin).parent.glob('capi/libonnxruntime.so.1*'))), '') if s else '', end='')"
        OUTPUT_VARIABLE limen_onnxruntime ERROR_QUIET)
    endif()
  endif()
  set(LIMEN_ONNXRUNTIME "${limen_onnxruntime}" CACHE FILEPATH "libonnxruntime.so.1, which may run face models")
endif()
if(LIMEN_ONNXRUNTIME MATCHES "NOTFOUND")
  set(LIMEN_ONNXRUNTIME "")
endif()
message(STATUS "ONNX Runtime for face models: ${LIMEN_ONNXRUNTIME}")
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/face/onnxruntime.cpp PROPERTIES
                            COMPILE_DEFINITIONS "LIMEN_ONNXRUNTIME=\"${LIMEN_ONNXRUNTIME}\"")
target_link_libraries(limen_face PRIVATE ${CMAKE_DL_LIBS})
