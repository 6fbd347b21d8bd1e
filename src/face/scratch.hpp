// Memory that a library had for the time of a call.
#pragma once

namespace limen::face {

/// Wipes what a call that has just returned left on the stack below its caller and in free blocks of the heap, as far
/// as it can be reached: 64 KiB of stack, and of the heap the blocks of 1 to 256 KiB that the system's allocator would
/// hand out again. To be called before anything else is allocated. Any thread.
void wipe_scratch() noexcept;

}  // namespace limen::face
