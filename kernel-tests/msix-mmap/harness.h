/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_HARNESS_H
#define KPW_HARNESS_H

#include <stdio.h>

/* Why a test failed belongs with its result, not on the console. */
#define TH_LOG_STREAM stdout

#include <kselftest_harness.h>

#endif
