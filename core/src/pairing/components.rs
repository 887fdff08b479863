//! Strongly connected components (Tarjan), without recursion.

use alloc::vec::Vec;

/// The component of each node; arcs of node `a` are `to[start[a]..start[a + 1]]`.
pub(super) fn strong(start: &[usize], to: &[u32]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let nodes = start.len() - 1;
    let mut order = alloc::vec![UNSEEN; nodes];
    let mut low = alloc::vec![0u32; nodes];
    let mut component = alloc::vec![UNSEEN; nodes];
    let mut next = start[..nodes].to_vec();
    let (mut stack, mut path): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let (mut clock, mut found) = (0, 0);
    for root in 0..nodes as u32 {
        if order[root as usize] != UNSEEN {
            continue;
        }
        path.push(root);
        while let Some(&node) = path.last() {
            let at = node as usize;
            if order[at] == UNSEEN {
                (order[at], low[at]) = (clock, clock);
                clock += 1;
                stack.push(node);
            }
            if next[at] < start[at + 1] {
                let there = to[next[at]] as usize;
                next[at] += 1;
                if order[there] == UNSEEN {
                    path.push(there as u32);
                } else if component[there] == UNSEEN {
                    low[at] = low[at].min(order[there]);
                }
                continue;
            }
            path.pop();
            if let Some(&parent) = path.last() {
                low[parent as usize] = low[parent as usize].min(low[at]);
            }
            if low[at] == order[at] {
                while let Some(member) = stack.pop() {
                    component[member as usize] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_one_component_and_its_tail_another() {
        // 0 → 1 → 2 → 0, 2 → 3, 4 alone
        let component = strong(&[0, 1, 2, 4, 4, 4], &[1, 2, 0, 3]);
        assert!(component[0] == component[1] && component[1] == component[2]);
        assert!(component[3] != component[0] && component[4] != component[0] && component[3] != component[4]);
    }
}
