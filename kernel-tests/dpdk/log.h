/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_DPDK_LOG_H
#define KPW_DPDK_LOG_H

/* From here on DPDK's log becomes diagnostic lines of the results. */
void log_to_results(void);

#endif
