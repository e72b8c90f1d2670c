/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_HOST_H
#define KPW_HOST_H

/*
 * Asks the host to do something to the machine, and waits until it is done:
 * host_do("insert drive first ro"), host_do("eject drive"). The machine's file
 * says what may be asked of which device (kernel-tests/README.md).
 *
 * Returns NULL when it was done, or why not; the text is overwritten by the
 * next call.
 */
const char *host_do(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
