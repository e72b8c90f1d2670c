// SPDX-License-Identifier: GPL-2.0
/*
 * The few registers that make the device raise MSI-X without any DMA; names
 * and bits as in drivers/net/ethernet/intel/e1000e/regs.h and defines.h.
 */
#include <errno.h>
#include <linux/vfio.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "e1000e.h"
#include "observe.h"

#define ICR 0x00c0
#define ICS 0x00c8
#define IMS 0x00d0
#define IMC 0x00d8
#define IVAR 0x00e4

#define CAUSE_LINK 0x00000004		/* LSC */
#define CAUSE_OTHER 0x01000000		/* gates all causes of the "other" vector */
#define IVAR_OTHER_VALID 0x00080000	/* with vector number 0 in bits 16-18 */

#define WAIT_MS 5000
/* Emulated devices raise an interrupt within the write that causes it. */
#define QUIET_MS 20

static int set_irqs(int device, const int *events, unsigned int count)
{
	char buffer[sizeof(struct vfio_irq_set) + sizeof(int) * E1000E_VECTORS];
	struct vfio_irq_set *set = (void *)buffer;

	*set = (struct vfio_irq_set){
		.argsz = sizeof(*set) + sizeof(int) * count,
		.flags = VFIO_IRQ_SET_ACTION_TRIGGER |
			 (count ? VFIO_IRQ_SET_DATA_EVENTFD : VFIO_IRQ_SET_DATA_NONE),
		.index = VFIO_PCI_MSIX_IRQ_INDEX,
		.count = count,
	};
	if (count)
		memcpy(set->data, events, sizeof(int) * count);
	return ioctl(device, VFIO_DEVICE_SET_IRQS, set);
}

int e1000e_arm(struct e1000e *e1000e, int device)
{
	static const struct msix none;
	int i;

	if (bar_open(&e1000e->registers, device, 0, &none))
		return -1;
	for (i = 0; i < E1000E_VECTORS; i++) {
		e1000e->events[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		if (e1000e->events[i] < 0)
			return -1;
	}
	if (set_irqs(device, e1000e->events, E1000E_VECTORS))
		return -1;
	return bar_write32(&e1000e->registers, IVAR, IVAR_OTHER_VALID);
}

void e1000e_disarm(struct e1000e *e1000e)
{
	int i;

	bar_write32(&e1000e->registers, IMC, ~0U);
	set_irqs(e1000e->registers.device, NULL, 0);
	for (i = 0; i < E1000E_VECTORS; i++)
		close(e1000e->events[i]);
}

/* How often is no matter: some QEMUs fire twice for one cause. */
static int came(struct e1000e *e1000e, int timeout)
{
	struct pollfd event = { .fd = e1000e->events[0], .events = POLLIN };
	uint64_t count;

	if (poll(&event, 1, timeout) <= 0)
		return 0;
	return read(event.fd, &count, sizeof(count)) == sizeof(count);
}

const char *e1000e_interrupt(struct e1000e *e1000e)
{
	const struct bar *registers = &e1000e->registers;
	uint32_t cause;
	int fired;

	/* A cause that is pending already would not make an edge. */
	if (bar_write32(registers, IMC, ~0U) || bar_read32(registers, ICR, &cause))
		return errno_name(errno);
	came(e1000e, 0);
	if (bar_write32(registers, IMS, CAUSE_OTHER | CAUSE_LINK))
		return errno_name(errno);
	if (came(e1000e, QUIET_MS))
		return "stray";
	if (bar_write32(registers, ICS, CAUSE_LINK))
		return errno_name(errno);
	fired = came(e1000e, WAIT_MS);
	if (bar_write32(registers, IMC, ~0U) || bar_read32(registers, ICR, &cause))
		return errno_name(errno);
	/* Also lets the throttling timer run out: QEMU 7.2 aborts if it finds MSI-X off. */
	came(e1000e, QUIET_MS);
	return fired ? "ok" : "none";
}
