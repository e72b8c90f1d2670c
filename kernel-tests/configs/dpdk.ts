// SPDX-License-Identifier: GPL-2.0-only
// What DPDK needs of a kernel beside what tests do (kernel-tests/dpdk): its alarms are timers that it waits for by epoll.

export default ['TIMERFD=y'] as const;
