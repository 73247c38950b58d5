namespace Thymus.Numerics.Functions;

/// <summary>Functions of the normal distribution, with the same bits on every platform.</summary>
public static class SpecialFunctions
{
    private const double SqrtHalf = 0.7071067811865476;
    private const double ChebyshevPole = 3.75;

    /// <summary>
    /// Chebyshev coefficients c₀/2, c₁, … of (1 + 2x) eˣ² erfc x over t = (x − 3.75) / (x + 3.75), the variable of Shepherd
    /// &amp; Laframboise 1981, doi:10.1090/S0025-5718-1981-0595058-X. Ours: projected on 200 Chebyshev nodes with 60 digits.
    /// </summary>
    private static readonly double[] ScaledErfcSeries =
    [
        2.3551578691348034 / 2, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
        0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-05, 4.13902798607301e-06,
        7.74038306619849e-07, -2.1886401049234397e-07, 1.076499946567091e-08, 4.521959811218287e-09, -7.754400208831351e-10,
        -6.318088340886684e-11, 2.86879501093067e-11, 1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14,
        3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17,
    ];

    // Algorithm AS 241, PPND16 (Wichura 1988, Appl. Statist. 37:477–484, doi:10.2307/2347330): numerators and denominators.
    private static readonly double[] CentreTop =
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static readonly double[] CentreBottom =
    [
        1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static readonly double[] FlankTop =
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] FlankBottom =
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static readonly double[] TailTop =
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] TailBottom =
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>Probability that a standard normal number is at most z; relative error below 2·10⁻¹⁵, in the lower tail too (z ≥ −37.5; then it underflows).</summary>
    public static double NormalCdf(double z)
    {
        double tail = UpperTail(Math.Abs(z));
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>Logarithm of the probability that a standard normal number exceeds z, finite far beyond where that probability underflows.</summary>
    public static double LogNormalSurvival(double z)
    {
        if (z <= 0)
        {
            return Elementary.Log1p(-UpperTail(-z));
        }

        return z < 5 ? Elementary.Log(UpperTail(z)) : Elementary.Log(0.5 * ScaledErfc(z * SqrtHalf)) - (0.5 * z * z);
    }

    /// <summary>
    /// The z whose <see cref="NormalCdf"/> is <paramref name="probability"/>, with a relative error of about 10⁻¹⁵; ∓∞ at 0
    /// and 1, NaN outside.
    /// </summary>
    public static double NormalQuantile(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double centre = Math.FusedMultiplyAdd(-q, q, 0.180625);
            return q * Polynomial(CentreTop, centre) / Polynomial(CentreBottom, centre);
        }

        double tail = q < 0 ? probability : 1 - probability;
        if (!(tail > 0))
        {
            return tail == 0 ? (q < 0 ? double.NegativeInfinity : double.PositiveInfinity) : double.NaN;
        }

        double r = Math.Sqrt(-Elementary.Log(tail));
        double z = r <= 5
            ? Polynomial(FlankTop, r - 1.6) / Polynomial(FlankBottom, r - 1.6)
            : Polynomial(TailTop, r - 5) / Polynomial(TailBottom, r - 5);
        return q < 0 ? -z : z;
    }

    /// <summary>P(Z &gt; z) for z ≥ 0; NaN for NaN.</summary>
    private static double UpperTail(double z)
    {
        double square = z * z;
        double lost = Math.FusedMultiplyAdd(z, z, -square);
        double density = Elementary.Exp(-0.5 * square);
        double tail = 0.5 * ScaledErfc(z * SqrtHalf) * density;
        return square < 1600 ? Math.FusedMultiplyAdd(tail, -0.5 * lost, tail) : double.IsNaN(z) ? z : 0;   // e⁻⁸⁰⁰ is 0
    }

    /// <summary>eˣ² erfc x for x ≥ 0.</summary>
    private static double ScaledErfc(double x)
    {
        double t = x > 1e17 ? 1 : (x - ChebyshevPole) / (x + ChebyshevPole);
        double next = 0;
        double afterNext = 0;
        for (int k = ScaledErfcSeries.Length - 1; k > 0; k--)   // Clenshaw 1955
        {
            (next, afterNext) = (Math.FusedMultiplyAdd(2 * t, next, ScaledErfcSeries[k] - afterNext), next);
        }

        return Math.FusedMultiplyAdd(t, next, ScaledErfcSeries[0] - afterNext) / Math.FusedMultiplyAdd(2, x, 1);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = coefficients[^1];
        for (int k = coefficients.Length - 2; k >= 0; k--)
        {
            sum = Math.FusedMultiplyAdd(sum, x, coefficients[k]);
        }

        return sum;
    }
}
