using Thymus.Numerics.Lanes;
using Thymus.Numerics.Linear;

namespace Thymus.Numerics.Tests.Linear;

/// <summary>The symbolic factorisation against dense LU, in every width, and against known fill.</summary>
public sealed unsafe class SymbolicLuTests
{
    /// <summary>A random pattern: size, density in percent, seed. The diagonal is not always in it.</summary>
    private static readonly Gen<(int Size, int Density, int Seed)> Patterns = Gen.Select(Gen.Int[1, 14], Gen.Int[0, 60], Gen.Int[0, 1_000_000]);

    [Fact]
    public void Solution_is_that_of_dense_lu() => Patterns.Sample(
        p =>
        {
            var system = new RandomSystem(p.Size, p.Density, p.Seed);
            double[] expected = DenseLu.Factor(system.Dense(lane: 0), p.Size).Solve(system.RightSide(lane: 0));
            double[] actual = system.Solve<Lanes1>(new IndexedLu(SymbolicLu.Analyse(system.Pattern)));

            return expected.Zip(actual).All(v => Math.Abs(v.First - v.Second) <= 1e-11 * (1 + Math.Abs(v.First)));
        },
        iter: 500);

    [Fact]
    public void Every_lane_has_the_bits_of_its_patient_alone() => Patterns.Sample(
        p =>
        {
            var system = new RandomSystem(p.Size, p.Density, p.Seed);
            var lu = new IndexedLu(SymbolicLu.Analyse(system.Pattern));
            double[] eight = system.Solve<Lanes8>(lu);
            double[] four = system.Solve<Lanes4>(lu);
            return Enumerable.Range(0, 8).All(lane =>
            {
                double[] alone = system.Solve<Lanes1>(lu, firstLane: lane);
                return alone.Select((x, i) => x.Equals(eight[(i * 8) + lane]) && (lane >= 4 || x.Equals(four[(i * 4) + lane]))).All(same => same);
            });
        },
        iter: 100);

    [Fact]
    public void Factors_hold_the_pattern_the_diagonal_and_what_they_list() => Patterns.Sample(
        p =>
        {
            var pattern = new RandomSystem(p.Size, p.Density, p.Seed).Pattern;
            var lu = SymbolicLu.Analyse(pattern);

            Assert.Equal(Enumerable.Range(0, p.Size), lu.Order.Order());
            Assert.All(pattern.Entries, e => Assert.True(lu.Factors.IndexOf(e.Row, e.Column) >= 0));
            Assert.All(Enumerable.Range(0, p.Size), i => Assert.True(lu.Factors.IndexOf(i, i) >= 0));
            Assert.DoesNotContain(-1, lu.Targets);
            Assert.DoesNotContain(-1, lu.Multiplied);
            Assert.Equal(lu.Factors.Entries.Length - p.Size, lu.Lower.Length + lu.Upper.Length);
            Assert.Equal(pattern.Entries.Length, lu.Sources.Count(s => s >= 0));
        },
        iter: 300);

    /// <summary>An arrow that points up the diagonal fills wholly in natural order; with the hub last it has no fill at all.</summary>
    [Fact]
    public void Hub_is_eliminated_last_so_an_arrow_has_no_fill()
    {
        const int Size = 30;
        var arrow = new SparsePattern(Size, [.. Enumerable.Range(0, Size).SelectMany(i => new MatrixEntry[] { new(i, i), new(0, i), new(i, 0) })]);

        var lu = SymbolicLu.Analyse(arrow);

        Assert.Equal(arrow.Entries, lu.Factors.Entries);
        Assert.Contains(0, lu.Order.Skip(Size - 2));
    }

    [Fact]
    public void Chain_has_no_fill()
    {
        const int Size = 200;
        var chain = new SparsePattern(
            Size, [.. Enumerable.Range(0, Size).SelectMany(i => new MatrixEntry[] { new(i, i), new(i, Math.Max(i - 1, 0)), new(i, Math.Min(i + 1, Size - 1)) })]);

        Assert.Equal(chain.Entries, SymbolicLu.Analyse(chain).Factors.Entries);
    }

    [Fact]
    public void Nothing_to_factorise_is_fine() => Assert.Empty(SymbolicLu.Analyse(new SparsePattern(0, [])).Rows);

    [Fact]
    public void Place_outside_the_matrix_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparsePattern(2, [new(0, 2)]));

    [Fact]
    public void Large_pattern_is_ordered_in_time()
    {
        var system = new RandomSystem(1000, densityInPercent: 0, seed: 5, entriesPerRow: 4);

        var lu = SymbolicLu.Analyse(system.Pattern);

        Assert.InRange(lu.Factors.Entries.Length, system.Pattern.Entries.Length, 1000 * 1000 / 2);
    }
}
