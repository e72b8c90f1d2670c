/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_KSELFTEST_GROUND_H
#define KPW_KSELFTEST_GROUND_H

/* Makes of a guest that has nothing what a test may take for a machine; prints KTAP. */
int ground_lay(void);

/* How many times as long as usual this guest takes for everything, 1 and more. */
unsigned int ground_slowness(void);

/*
 * Gives the caller mounts of its own, in which "/" is no rootfs, so that pivot_root()
 * works as on a disk, and what it mounts goes with it. @root stands at /kselftest.
 */
void ground_mounts(const char *root);

#endif
