#SHA - 256 of model files : the one use of libsodium here.
target_link_libraries(limen_face PRIVATE limen_sodium)
