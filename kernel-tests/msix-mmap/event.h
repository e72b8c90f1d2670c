/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_EVENT_H
#define KPW_EVENT_H

/* A new eventfd that does not block; -1 with errno. */
int event_new(void);

/* Whether it was signalled since the last time, within @timeout ms. */
int event_came(int event, int timeout);

/*
 * The id of the next eventfd (eventfd-id in /proc/self/fdinfo, since v5.2). The
 * kernel gives the lowest one that is free, and takes it back with the last
 * reference to the eventfd, not with its file: an id that is higher than
 * before is a reference that somebody keeps. -1 where ids are not told.
 */
int event_next_id(void);

#endif
