/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DPDK_PORT_H
#define KPW_DPDK_PORT_H

#include <stdint.h>

/* One queue each way, and an interrupt for changes of the link. 0, or DPDK's error. */
int port_start(uint16_t port);

/* What port_start() did, undone. */
int port_stop(uint16_t port);

#endif
