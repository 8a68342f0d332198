"""Committee rules and participatory budgets from the text of their papers, with fractions, sets and every committee tried: an oracle
for the program, which has other data structures. A profile is a list of sets of candidates, one a voter; every function returns the
set of all winning committees (frozensets).

The definitions: Lackner and Skowron, Multi-Winner Voting with Approval Preferences (2023); Peters and Skowron, Proportionality and the
Limits of Welfarism (2020), with Phragmén's rule from the money left as second phase; Peters, Pierczyński and Skowron, Proportional
Participatory Budgeting with Additive Utilities (2021), with utilities equal to costs.
"""
from fractions import Fraction
from itertools import combinations


def best_committees(candidates, seats, score):
    scored = {frozenset(one): score(set(one)) for one in combinations(range(candidates), seats)}
    most = max(scored.values())
    return {one for one, value in scored.items() if value == most}


def thiele(profile, candidates, seats, weight):
    worth = [sum((weight(j) for j in range(1, n + 1)), Fraction(0)) for n in range(seats + 1)]
    return best_committees(candidates, seats, lambda w: sum(worth[len(w & ballot)] for ballot in profile))


def approval(profile, candidates, seats):
    return thiele(profile, candidates, seats, lambda j: Fraction(1))


def pav(profile, candidates, seats):
    return thiele(profile, candidates, seats, lambda j: Fraction(1, j))


def slav(profile, candidates, seats):
    return thiele(profile, candidates, seats, lambda j: Fraction(1, 2 * j - 1))


def satisfaction(profile, candidates, seats):
    return best_committees(candidates, seats, lambda w: sum(Fraction(len(w & ballot), len(ballot)) for ballot in profile if ballot))


def harmonic(profile, committee):
    return sum((Fraction(1, j) for ballot in profile for j in range(1, len(ballot & committee) + 1)), Fraction(0))


def grow(start, seats, next_ones):
    """All committees that some way of deciding ties gives; next_ones(state) lists (candidate, next state)."""
    open_states, seen, found = [(frozenset(), start)], set(), set()
    while open_states:
        key = open_states.pop()
        if key in seen:
            continue
        seen.add(key)
        chosen, state = key
        if len(chosen) == seats:
            found.add(chosen)
        else:
            open_states += [(chosen | {one}, after) for one, after in next_ones(chosen, state)]
    return found


def seq_pav(profile, candidates, seats):
    def step(chosen, _):
        score = {one: harmonic(profile, chosen | {one}) for one in range(candidates) if one not in chosen}
        return [(one, None) for one in score if score[one] == max(score.values())]
    return grow(None, seats, step)


def reverse_seq_pav(profile, candidates, seats):
    def step(gone, _):
        left = set(range(candidates)) - gone
        score = {one: harmonic(profile, left - {one}) for one in left}
        return [(one, None) for one in score if score[one] == max(score.values())]
    return {frozenset(range(candidates)) - gone for gone in grow(None, candidates - seats, step)}


def phragmen_step(profile, candidates, chosen, loads):
    """Who is elected with the least greatest load, and the loads then; candidates without voters only when no other is left."""
    level = {}
    for one in range(candidates):
        voters = [v for v, ballot in enumerate(profile) if one in ballot]
        if one not in chosen and voters:
            level[one] = (1 + sum(loads[v] for v in voters)) / Fraction(len(voters))
    if not level:
        return [(one, loads) for one in range(candidates) if one not in chosen]
    return [(one, tuple(level[one] if one in ballot else load for ballot, load in zip(profile, loads)))
            for one in level if level[one] == min(level.values())]


def seq_phragmen(profile, candidates, seats):
    return grow((Fraction(0),) * len(profile), seats, lambda chosen, loads: phragmen_step(profile, candidates, chosen, loads))


def price(budgets, cost):
    """The least q with sum(min(b, q)) = cost over these budgets; None when they do not reach."""
    left = sorted(budgets)
    while left:
        q = Fraction(cost) / len(left)
        if q <= left[0]:
            return q
        cost -= left.pop(0)
    return None


def equal_shares(profile, candidates, seats):
    """Each voter has seats/voters, a seat costs 1. Phase 1 ends when nothing is affordable; then Phragmén, the money left being a
    negative load."""
    def step(chosen, state):
        phase, money = state
        if phase == 1:
            q = {}
            for one in set(range(candidates)) - chosen:
                found = price([money[v] for v, ballot in enumerate(profile) if one in ballot], Fraction(1))
                if found is not None:
                    q[one] = found
            if q:
                least = min(q.values())
                return [(one, (1, tuple(b - min(b, least) if one in ballot else b for ballot, b in zip(profile, money))))
                        for one in q if q[one] == least]
            money = tuple(-b for b in money)
        return [(one, (2, loads)) for one, loads in phragmen_step(profile, candidates, chosen, money)]
    return grow((1, (Fraction(seats, len(profile)),) * len(profile)), seats, step)


def shares_of_budget(profile, costs, budget):
    """Equal shares with cost utilities for one budget: all sets that some way of deciding ties gives."""
    open_states, seen, found = [(frozenset(), (Fraction(budget, len(profile)),) * len(profile))], set(), set()
    while open_states:
        key = open_states.pop()
        if key in seen:
            continue
        seen.add(key)
        chosen, money = key
        rate = {}
        for one, cost in enumerate(costs):
            if one not in chosen:
                q = price([money[v] for v, ballot in enumerate(profile) if one in ballot], Fraction(cost))
                if q is not None:
                    rate[one] = q / cost
        if not rate:
            found.add(chosen)
        for one in rate:
            if rate[one] == min(rate.values()):
                q = rate[one] * costs[one]
                after = tuple(b - min(b, q) if one in ballot else b for ballot, b in zip(profile, money))
                open_states.append((chosen | {one}, after))
    return found


def equal_shares_budget(profile, costs, budget, step=1):
    """Add-one: everybody's share grows by one unit as long as what is elected costs no more than the budget. All ends."""
    found, ends, share = {frozenset()}, set(), Fraction(budget, len(profile))
    while found:
        after = shares_of_budget(profile, costs, share * len(profile))
        fits = {one for one in after if sum(costs[c] for c in one) <= budget}
        if fits != after:
            ends |= found
        whole = {one for one in fits if len(one) == len([c for c in range(len(costs)) if any(c in b for b in profile)])}
        ends |= whole
        found = fits - whole
        share += step
    return ends
