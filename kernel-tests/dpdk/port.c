// SPDX-License-Identifier: GPL-2.0
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "port.h"

#define MBUFS 512
#define DESCRIPTORS 64

int port_start(uint16_t port)
{
	/* A driver sets up its vector for an interrupt that somebody wants. */
	struct rte_eth_conf conf = { .intr_conf.lsc = 1 };
	uint16_t rx = DESCRIPTORS, tx = DESCRIPTORS;
	struct rte_mempool *pool;
	int error;

	pool = rte_pktmbuf_pool_create("kpw", MBUFS, 0, 0, RTE_MBUF_DEFAULT_BUF_SIZE,
				       SOCKET_ID_ANY);
	if (!pool)
		return -rte_errno;
	error = rte_eth_dev_configure(port, 1, 1, &conf);
	if (!error)
		error = rte_eth_dev_adjust_nb_rx_tx_desc(port, &rx, &tx);
	if (!error)
		error = rte_eth_rx_queue_setup(port, 0, rx, SOCKET_ID_ANY, NULL, pool);
	if (!error)
		error = rte_eth_tx_queue_setup(port, 0, tx, SOCKET_ID_ANY, NULL);
	return error ? error : rte_eth_dev_start(port);
}

int port_stop(uint16_t port)
{
	int error = rte_eth_dev_stop(port);

	return error ? error : rte_eth_dev_close(port);
}
