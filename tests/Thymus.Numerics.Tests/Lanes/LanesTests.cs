using Thymus.Numerics.Lanes;

namespace Thymus.Numerics.Tests.Lanes;

/// <summary>Every operation of the lanes gives the same bits for every width, special values included.</summary>
public sealed class LanesTests
{
    private static readonly (double[] A, double[] B, double[] C) Triples = Operands();

    public static TheoryData<string> Operations => [.. Differences.Keys];

    private static readonly Dictionary<string, Func<double[], double[], double[], string?>> Differences = new()
    {
        [nameof(LaneOperations.Sum)] = OnLanes.DifferenceOverWidths<LaneOperations.Sum>,
        [nameof(LaneOperations.Difference)] = OnLanes.DifferenceOverWidths<LaneOperations.Difference>,
        [nameof(LaneOperations.Product)] = OnLanes.DifferenceOverWidths<LaneOperations.Product>,
        [nameof(LaneOperations.Quotient)] = OnLanes.DifferenceOverWidths<LaneOperations.Quotient>,
        [nameof(LaneOperations.Opposite)] = OnLanes.DifferenceOverWidths<LaneOperations.Opposite>,
        [nameof(LaneOperations.Addition)] = OnLanes.DifferenceOverWidths<LaneOperations.Addition>,
        [nameof(LaneOperations.Subtraction)] = OnLanes.DifferenceOverWidths<LaneOperations.Subtraction>,
        [nameof(LaneOperations.Multiplication)] = OnLanes.DifferenceOverWidths<LaneOperations.Multiplication>,
        [nameof(LaneOperations.Division)] = OnLanes.DifferenceOverWidths<LaneOperations.Division>,
        [nameof(LaneOperations.Negation)] = OnLanes.DifferenceOverWidths<LaneOperations.Negation>,
        [nameof(LaneOperations.Fused)] = OnLanes.DifferenceOverWidths<LaneOperations.Fused>,
        [nameof(LaneOperations.FusedNegative)] = OnLanes.DifferenceOverWidths<LaneOperations.FusedNegative>,
        [nameof(LaneOperations.Magnitude)] = OnLanes.DifferenceOverWidths<LaneOperations.Magnitude>,
        [nameof(LaneOperations.SquareRoot)] = OnLanes.DifferenceOverWidths<LaneOperations.SquareRoot>,
        [nameof(LaneOperations.Smaller)] = OnLanes.DifferenceOverWidths<LaneOperations.Smaller>,
        [nameof(LaneOperations.Larger)] = OnLanes.DifferenceOverWidths<LaneOperations.Larger>,
        [nameof(LaneOperations.Floor)] = OnLanes.DifferenceOverWidths<LaneOperations.Floor>,
        [nameof(LaneOperations.Ceiling)] = OnLanes.DifferenceOverWidths<LaneOperations.Ceiling>,
        [nameof(LaneOperations.IntegerPart)] = OnLanes.DifferenceOverWidths<LaneOperations.IntegerPart>,
        [nameof(LaneOperations.Nearest)] = OnLanes.DifferenceOverWidths<LaneOperations.Nearest>,
        [nameof(LaneOperations.Less)] = OnLanes.DifferenceOverWidths<LaneOperations.Less>,
        [nameof(LaneOperations.LessOrEqual)] = OnLanes.DifferenceOverWidths<LaneOperations.LessOrEqual>,
        [nameof(LaneOperations.Greater)] = OnLanes.DifferenceOverWidths<LaneOperations.Greater>,
        [nameof(LaneOperations.GreaterOrEqual)] = OnLanes.DifferenceOverWidths<LaneOperations.GreaterOrEqual>,
        [nameof(LaneOperations.Equal)] = OnLanes.DifferenceOverWidths<LaneOperations.Equal>,
        [nameof(LaneOperations.Unequal)] = OnLanes.DifferenceOverWidths<LaneOperations.Unequal>,
        [nameof(LaneOperations.Choice)] = OnLanes.DifferenceOverWidths<LaneOperations.Choice>,
        [nameof(LaneOperations.Truth)] = OnLanes.DifferenceOverWidths<LaneOperations.Truth>,
        [nameof(LaneOperations.Both)] = OnLanes.DifferenceOverWidths<LaneOperations.Both>,
        [nameof(LaneOperations.Either)] = OnLanes.DifferenceOverWidths<LaneOperations.Either>,
        [nameof(LaneOperations.OneOnly)] = OnLanes.DifferenceOverWidths<LaneOperations.OneOnly>,
        [nameof(LaneOperations.Neither)] = OnLanes.DifferenceOverWidths<LaneOperations.Neither>,
        [nameof(LaneOperations.BitSum)] = OnLanes.DifferenceOverWidths<LaneOperations.BitSum>,
        [nameof(LaneOperations.BitDifference)] = OnLanes.DifferenceOverWidths<LaneOperations.BitDifference>,
        [nameof(LaneOperations.Up)] = OnLanes.DifferenceOverWidths<LaneOperations.Up>,
        [nameof(LaneOperations.Down)] = OnLanes.DifferenceOverWidths<LaneOperations.Down>,
    };

    [Theory, MemberData(nameof(Operations))]
    public void Operation_gives_the_same_bits_for_every_width(string operation) =>
        Assert.Null(Differences[operation](Triples.A, Triples.B, Triples.C));

    [Fact]
    public void Every_operation_of_the_interface_is_compared()
    {
        string[] notCompared = ["Broadcast", "BroadcastBits", "Load", "Store", "MaskBits", "FromMask"];   // used by all, or tested below

        int declared = typeof(ILanes<>).GetMethods().Count(m => !m.Name.StartsWith("get_", StringComparison.Ordinal));

        Assert.Equal(declared, Differences.Count + notCompared.Length);
    }

    [Theory]
    [InlineData(double.NaN, 0.2, 0.2)]
    [InlineData(1.0, 0.2, 1.0)]
    [InlineData(-1.0, 0.2, 0.2)]
    [InlineData(0.2, double.NaN, double.NaN)]
    public void Largest_takes_the_second_operand_when_the_first_is_not_a_number(double a, double b, double expected)
    {
        Assert.Equal(expected, Eight<LaneOperations.Larger>(a, b));
        Assert.Equal(-expected, Eight<LaneOperations.Smaller>(-a, -b));
    }

    [Theory]
    [InlineData(2.5, 2.0)]
    [InlineData(-3.5, -4.0)]
    [InlineData(0.49999999999999994, 0.0)]
    public void Rounding_takes_a_tie_to_the_even_integer(double value, double expected) =>
        Assert.Equal(expected, Eight<LaneOperations.Nearest>(value, 0));

    [Fact]
    public void Fused_product_and_sum_is_rounded_once()
    {
        double a = 1 + Math.ScaleB(1, -30);

        // (1 + 2^-30)² = 1 + 2^-29 + 2^-60: the last term is lost when the product is rounded first.
        Assert.Equal(Math.ScaleB(1, -60), OnLanes.Run<LaneOperations.Fused, Lanes8>([a], [a], [-(1 + Math.ScaleB(1, -29))])[0]);
    }

    [Fact]
    public unsafe void Mask_bits_name_the_lanes()
    {
        double* values = stackalloc double[] { 1, 5, double.NaN, 7, 0, 9, 3, 8 };

        Assert.Equal(0b1010_1010u, Lanes8.MaskBits(Lanes8.GreaterThan(Lanes8.Load(values), Lanes8.Broadcast(4))));
        Assert.Equal(0b1010u, Lanes4.MaskBits(Lanes4.GreaterThan(Lanes4.Load(values), Lanes4.Broadcast(4))));
        Assert.Equal(0u, Lanes1.MaskBits(Lanes1.GreaterThan(Lanes1.Load(values), Lanes1.Broadcast(4))));
    }

    [Fact]
    public void Refusal_is_said_only_when_the_processor_cannot_do_it() =>
        Assert.Equal(LaneSupport.IsSupported, LaneSupport.Refusal is null);

    private static double Eight<TComputation>(double a, double b)
        where TComputation : ILaneComputation => OnLanes.Run<TComputation, Lanes8>([a], [b], [0])[0];

    private static (double[] A, double[] B, double[] C) Operands()
    {
        double[] special =
        [
            0.0, -0.0, 1, -1, 0.5, -2.5, 3, 1e300, -1e300, 5e-324, -5e-324, 2.2250738585072014e-308,
            double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        ];
        var all = (from a in special from b in special from c in special select (a, b, c)).ToList();
        ulong state = 1;
        for (int i = 0; i < 4000; i++)
        {
            all.Add((Next(), Next(), Next()));
        }

        return ([.. all.Select(t => t.a)], [.. all.Select(t => t.b)], [.. all.Select(t => t.c)]);

        double Next()   // any bit pattern: Knuth's MMIX congruence, upper half twice
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            ulong high = state >> 32;
            state = (state * 6364136223846793005) + 1442695040888963407;
            return BitConverter.UInt64BitsToDouble((high << 32) | (state >> 32));
        }
    }
}
