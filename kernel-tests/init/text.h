/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_TEXT_H
#define KPW_TEXT_H

#include <stddef.h>

#define ERROR_SIZE 256

/* Codes that an error may begin with, for the host: kernel-tests/README.md. */
#define ERROR_REFUSED "[DEVICE_REFUSED] "

/* Read a small file whole, NUL terminated; -1 with errno. */
int text_read(const char *path, char *buffer, size_t size);
int text_write(const char *path, const char *text);

/* Fill @error and return -1, so that a failing function can end in it. */
int fail(char *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "EBUSY (Device or resource busy)"; valid until the next call. */
const char *errno_text(int number);

#endif
