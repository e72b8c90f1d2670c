/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_OPTIN_H
#define KPW_OPTIN_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The opt-in as the contract describes it: an ioctl of its own, or the
 * VFIO_DEVICE_FEATURE ioctl for a feature without data. Either takes this
 * struct, which is spelled out here, since the program runs on kernels whose
 * header has none.
 */
struct optin_argument {
	uint32_t argsz;
	uint32_t flags;
};

bool optin_exists(void);
/*
 * The request as this architecture encodes it: powerpc puts "no data" into
 * the bits of the direction as 1, most others as 0
 * (arch/powerpc/include/uapi/asm/ioctl.h). -1 without a number.
 */
long long optin_request(void);
uint32_t optin_flag(void);
/* Flags that nobody has given a meaning to yet. */
uint32_t optin_reserved(void);
/* Whether there is a call that withdraws it: a feature is set, or not. */
bool optin_may_withdraw(void);

/* "ok", or the errno's name. */
const char *optin_call(int device, uint32_t argsz, uint32_t flags);
const char *optin_call_at(int device, const void *argument);
const char *optin_enable(int device);
/*
 * What optin_enable() is to give of a device: "ok", or what the contract
 * promises where there is no table, or none in a BAR that can be mapped.
 */
const char *optin_given(bool mappable);
const char *optin_withdraw(int device);

/*
 * Back to "fresh" where it can be done. For designs that promise to keep the
 * opt-in over a reopen, so that one test does not decide the next one's state;
 * and for kernels that keep it against their promise, so that only the test
 * of that promise fails.
 */
void optin_settle(int device);

#endif
