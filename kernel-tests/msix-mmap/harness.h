/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_HARNESS_H
#define KPW_HARNESS_H

#include <stdio.h>

/* Why a test failed belongs with its result, not on the console. */
#define TH_LOG_STREAM stdout

#include <kselftest_harness.h>

#include "mark.h"

/* TEST_HARNESS_MAIN calls this; a macro is not replaced again in what it is replaced by. */
#define test_harness_run(argc, argv) (mark_tests(), test_harness_run(argc, argv))

#endif
