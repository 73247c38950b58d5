using Thymus.Numerics.Linear;

namespace Thymus.Numerics.Tests.Linear;

public sealed class DenseTests
{
    /// <summary>The inverse of the Hilbert matrix is known in integers: column sums of its order 5 solve H x = (1, …, 1) (Choi 1983).</summary>
    [Fact]
    public void Dense_lu_solves_the_hilbert_system()
    {
        double[] hilbert = [.. from i in Enumerable.Range(1, 5) from j in Enumerable.Range(1, 5) select 1.0 / (i + j - 1)];

        double[] x = DenseLu.Factor(hilbert, 5).Solve([1, 1, 1, 1, 1]);

        double[] expected = [5, -120, 630, -1120, 630];
        Assert.All(expected.Zip(x), v => Assert.Equal(v.First, v.Second, tolerance: 1e-9 * Math.Abs(v.First)));
    }

    [Fact]
    public void Dense_lu_takes_the_largest_pivot() => Assert.Equal([2, 1], DenseLu.Factor([0, 1, 1, 0], 2).Solve([1, 2]));

    [Fact]
    public void Singular_matrix_is_said_to_be_singular()
    {
        var lu = DenseLu.Factor([1, 2, 2, 4], 2);

        Assert.True(lu.IsSingular);
        Assert.Throws<InvalidOperationException>(() => lu.Solve([1, 1]));
    }

    /// <summary>A textbook example with integer factors (Wikipedia, "Cholesky decomposition").</summary>
    [Fact]
    public void Cholesky_gives_the_textbook_factors()
    {
        var cholesky = Cholesky.TryFactor([4, 12, -16, 12, 37, -43, -16, -43, 98], 3, out string? refusal);

        Assert.Null(refusal);
        Assert.Equal([2, 0, 0, 6, 1, 0, -8, 5, 3], from i in Enumerable.Range(0, 3) from j in Enumerable.Range(0, 3) select cholesky![i, j]);
        double[] x = [1, 2, 3];
        cholesky!.Multiply(x, x);
        Assert.Equal([2, 8, 11], x);
    }

    /// <summary>Variance 0 (no variability) and perfect correlation are what people write for "fixed" and "the same".</summary>
    [Fact]
    public void Cholesky_allows_variables_that_others_determine()
    {
        var cholesky = Cholesky.TryFactor([0.09, 0, 0.03, 0, 0, 0, 0.03, 0, 0.01], 3, out string? refusal);

        Assert.Null(refusal);
        double[] x = new double[3];
        cholesky!.Multiply([1, 1, 1], x);
        Assert.Equal(0.3, x[0], 1e-15);
        Assert.Equal(0, x[1]);
        Assert.Equal(0.1, x[2], 1e-15);
    }

    [Theory]
    [InlineData(new double[] { 1, 1.5, 1.5, 1 }, "negative variance")]
    [InlineData(new double[] { 0, 0.5, 0.5, 1 }, "covariance of rows 2 and 1")]
    [InlineData(new double[] { 1, 0.5, 0.4, 1 }, "must be equal")]
    [InlineData(new double[] { -1, 0, 0, 1 }, "row 1 has the variance -1")]
    [InlineData(new double[] { 1, double.NaN, double.NaN, 1 }, "must be equal")]
    public void Cholesky_says_what_is_wrong(double[] covariance, string expected)
    {
        Assert.Null(Cholesky.TryFactor(covariance, 2, out string? refusal));
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Cholesky_product_is_the_covariance() => Gen.Select(Gen.Int[1, 6], Gen.Double[-1, 1].Array[36]).Sample(
        (size, numbers) =>
        {
            double[] covariance = [.. from i in Enumerable.Range(0, size) from j in Enumerable.Range(0, size) select Dot(i, j)];
            var cholesky = Cholesky.TryFactor(covariance, size, out string? refusal);
            Assert.Null(refusal);
            return (from i in Enumerable.Range(0, size)
                    from j in Enumerable.Range(0, size)
                    select Math.Abs(Enumerable.Range(0, size).Sum(k => cholesky![i, k] * cholesky[j, k]) - covariance[(i * size) + j])).Max() < 1e-4;   // variances are up to 6; random rows are now and then nearly dependent

            double Dot(int i, int j) => Enumerable.Range(0, size).Sum(k => numbers[(i * 6) + k] * numbers[(j * 6) + k]);
        },
        iter: 500);
}
