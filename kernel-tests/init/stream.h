/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_STREAM_H
#define KPW_STREAM_H

#include <stddef.h>

/*
 * The result stream (/dev/ttyS1, raw) belongs to init alone: programs reach
 * it through a pipe, so that a "KPW" line always starts at a line's start,
 * whatever a program left unfinished.
 */
void stream_open(const char *tty);
void stream_write(const char *data, size_t length);

/* One "KPW ..." line; returns when it has left the machine. */
void stream_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A marker among the kernel's messages. */
void kmsg(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
