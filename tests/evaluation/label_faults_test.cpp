#include "limen/evaluation/label_faults.hpp"

#include "tests/support.hpp"

using limen::evaluation::is_label_fault;

TEST_CASE("a known fault is known from both sides") {
  CHECK(is_label_fault("FVC2002_DB3_B", "108", "FVC2004_DB3_B", "102"));
  CHECK(is_label_fault("FVC2004_DB3_B", "102", "FVC2002_DB3_B", "108"));
  CHECK_FALSE(is_label_fault("FVC2002_DB3_B", "102", "FVC2004_DB3_B", "108"));
  CHECK_FALSE(is_label_fault("FVC2002_DB3_B", "108", "FVC2002_DB3_B", "102"));
}

TEST_CASE("a fault of every finger pairs equal numbers") {
  CHECK(is_label_fault("FVC2000_DB1_B", "103", "FVC2000_DB2_B", "103"));
  CHECK(is_label_fault("FVC2000_DB2_B", "110", "FVC2000_DB1_B", "110"));
  CHECK_FALSE(is_label_fault("FVC2000_DB1_B", "103", "FVC2000_DB2_B", "104"));
  CHECK_FALSE(is_label_fault("FVC2000_DB1_B", "103", "FVC2000_DB3_B", "103"));
}
