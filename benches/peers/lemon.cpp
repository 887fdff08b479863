// Pairing by LEMON's network simplex. Reads an instance as `pairing --write` leaves it, prints CPU seconds of the
// solver call, pairs and total. Build: g++ -O3 -march=native -o lemon lemon.cpp (Debian: liblemon-dev).
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

template <class T> static std::vector<T> read(FILE *file, size_t count) {
    std::vector<T> values(count);
    if (fread(values.data(), sizeof(T), count, file) != count) exit(1);
    return values;
}

int main(int argc, char **argv) {
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : nullptr;
    if (!file || memcmp(read<char>(file, 4).data(), "MMB1", 4)) return 1;
    uint32_t n = read<uint32_t>(file, 1)[0], m = read<uint32_t>(file, 1)[0];
    uint64_t arcs = read<uint64_t>(file, 1)[0];
    auto capacity = read<uint32_t>(file, n);
    auto row = read<uint64_t>(file, m + 1);
    auto mentor = read<uint32_t>(file, arcs);
    auto score = read<int64_t>(file, arcs);

    int64_t top = *std::max_element(score.begin(), score.end());
    int64_t range = top - *std::min_element(score.begin(), score.end());
    int64_t alone = range * (std::min<int64_t>(n, m) + 2) + 1;
    using Graph = lemon::SmartDigraph;
    Graph graph;
    graph.reserveNode(n + m + 1);
    graph.reserveArc(arcs + n + m);
    Graph::ArcMap<int64_t> upper(graph), cost(graph);
    Graph::NodeMap<int64_t> supply(graph);
    std::vector<Graph::Node> mentors, mentees;
    for (uint32_t j = 0; j < n; j++) mentors.push_back(graph.addNode());
    for (uint32_t i = 0; i < m; i++) mentees.push_back(graph.addNode());
    auto sink = graph.addNode();
    supply[sink] = -int64_t(m);
    auto arc = [&](Graph::Node from, Graph::Node to, int64_t most, int64_t price) {
        auto added = graph.addArc(from, to);
        upper[added] = most, cost[added] = price;
        return added;
    };
    for (uint32_t j = 0; j < n; j++) supply[mentors[j]] = 0, arc(mentors[j], sink, capacity[j], 0);
    std::vector<Graph::Arc> pairs;
    for (uint32_t i = 0; i < m; i++) {
        supply[mentees[i]] = 1;
        for (uint64_t at = row[i]; at < row[i + 1]; at++) {
            pairs.push_back(arc(mentees[i], mentors[mentor[at]], 1, top - score[at]));
        }
        arc(mentees[i], sink, 1, alone);
    }
    clock_t start = clock();
    lemon::NetworkSimplex<Graph, int64_t, int64_t> simplex(graph);
    simplex.upperMap(upper).costMap(cost).supplyMap(supply);
    if (simplex.run() != simplex.OPTIMAL) return 1;
    double seconds = double(clock() - start) / CLOCKS_PER_SEC;
    int64_t count = 0, total = 0;
    for (uint64_t at = 0; at < arcs; at++)
        if (simplex.flow(pairs[at])) count++, total += score[at];
    printf("%.4f %lld %lld\n", seconds, (long long)count, (long long)total);
}
