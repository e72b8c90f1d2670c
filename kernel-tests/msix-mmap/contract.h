/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_CONTRACT_H
#define KPW_CONTRACT_H

#include <stdbool.h>

/*
 * The value of a key of the file $KPW_CONTRACT. A key that is not there gives
 * a text that equals no observation and says what is missing, so that the
 * comparison with it fails and explains itself.
 */
const char *contract_value(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Numbers as "0x..", whatever way the contract spells them. */
const char *contract_hex(const char *format, ...) __attribute__((format(printf, 1, 2)));

bool contract_says(const char *key, const char *value);

/* -1 when missing or no number. */
long long contract_number(const char *key);

#endif
