"""Rentals: a rider, a bike, its lock, and the bill; nothing is paid that did not open.

A *rental* goes through *states* (`rules.MAY_BECOME`); each change is a *rental event*
and happens under the lock of the rider's wallet, then of the rental, then of the bike.
The *meter* runs from the lock's "opened" to its closing. A *lock event* is what a lock
told, kept as it came; a *command* is what we told a lock, under an id of its own.
What is *due* of a rental (its offer ends, its lock is silent, its rider forgot it) is
done by whoever looks first: a reader or a job. A *pass* is a pool of minutes, a *group
ticket* lets one rider have several bikes, a *refund* gives money back with a reason.

The room stands above `bikes`, `wallets` and `tariffs` (docs/decisions/0013-rentals.md).
Modules: `models`, `records` (tables); `rules`, `billing` (pure); `queries`; `moves`
(every change of state); `starting`, `riding`, `ending`, `lateness`, `locking`,
`standing`, `faults`, `staffing`, `refunds`, `upkeep` (bikes that nobody rents),
`passes` (verbs); `doing` (what apps and pages ask); `gateway` (the locks), `pushing`
and `streaming` (what the app is told); `repeating` (answers that are kept); `jobs`;
`simulating` (made-up riders) and `retiring` (the end of made-up bikes).
"""
