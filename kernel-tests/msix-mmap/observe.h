/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_OBSERVE_H
#define KPW_OBSERVE_H

/* "# observe <key> <value>"; call it before asserting, a failure needs evidence most. */
void observe(const char *value, const char *key, ...) __attribute__((format(printf, 2, 3)));

/*
 * The same under `same.<key>`, for what no design changes: a run compares it with
 * what the unchanged kernel answered, and a cell that answers otherwise fails.
 */
void observe_same(const char *value, const char *key, ...) __attribute__((format(printf, 2, 3)));

/* "# measure <key> <number> <unit> n=<samples>" */
void measure(const char *key, double number, const char *unit, unsigned long samples);

/*
 * "# series <key> <unit> n=<samples> <from>-<to>:<count> ...": how samples are
 * spread, empty buckets left out. One call for the head, one for each bucket
 * and one for the end.
 */
void series_begin(const char *key, const char *unit, unsigned long samples);
void series_bucket(double from, double to, unsigned long count);
void series_end(void);

/* "ok" for 0, else "EINVAL". */
const char *errno_name(int number);

/* The same of a call that has just returned 0, or something else with errno. */
const char *said(int result);

#endif
