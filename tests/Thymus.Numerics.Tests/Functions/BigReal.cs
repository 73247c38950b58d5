using System.Numerics;

namespace Thymus.Numerics.Tests.Functions;

/// <summary>
/// A number as <paramref name="Mantissa"/> · 2^<paramref name="Exponent"/>, and elementary functions of it with about 300
/// correct bits, from their defining series in integers: slow, simple, and sharing nothing with what is tested.
/// </summary>
internal readonly record struct BigReal(BigInteger Mantissa, int Exponent)
{
    private const int Bits = 400;
    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = 2 * AtanhSeries(One / 3);
    private static readonly BigInteger HalfPi = (8 * AtanSeries(One / 5)) - (2 * AtanSeries(One / 239));   // Machin 1706

    public static implicit operator BigReal(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        return new(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    public static BigReal Exp(BigReal x) => ExpFixed(x.Fixed());

    public static BigReal Expm1(BigReal x) => Of(Exp(x).Fixed() - One);

    public static BigReal Log(BigReal x) => Of(LogFixed(x));

    public static BigReal Log1p(BigReal x) => Of(LogFixed(Of(One + x.Fixed())));

    public static BigReal Log10(BigReal x) => Of((LogFixed(x) << Bits) / LogFixed(10));

    public static BigReal Pow(BigReal x, BigReal y) => ExpFixed(Shift(LogFixed(x) * y.Mantissa, y.Exponent));

    public static BigReal Sin(BigReal x) => Of(SinFixed(x.Fixed()));

    public static BigReal Cos(BigReal x) => Of(SinFixed(x.Fixed() + HalfPi));

    public static BigReal Tan(BigReal x) => Of((SinFixed(x.Fixed()) << Bits) / SinFixed(x.Fixed() + HalfPi));

    public static BigReal Atan(BigReal x) => Of(AtanFixed(x.Fixed()));

    public static BigReal Asin(BigReal x) => Of(AsinFixed(x.Fixed()));

    public static BigReal Acos(BigReal x) => Of(HalfPi - AsinFixed(x.Fixed()));

    public static BigReal Sinh(BigReal x) => HalfOfSum(Exp(x), Exp(x.Negated()).Negated());

    public static BigReal Cosh(BigReal x) => HalfOfSum(Exp(x), Exp(x.Negated()));

    public static BigReal Tanh(BigReal x)
    {
        var square = Exp(new(x.Mantissa, x.Exponent + 1)).Fixed();
        return Of(((square - One) << Bits) / (square + One));
    }

    /// <summary>Distance of a computed number from this one, in units in the last place of a double of this size.</summary>
    public double UlpsTo(double computed)
    {
        var other = (BigReal)computed;
        int low = Math.Min(Exponent, other.Exponent);
        var difference = BigInteger.Abs((Mantissa << (Exponent - low)) - (other.Mantissa << (other.Exponent - low)));
        int ulp = Math.Max((int)BigInteger.Abs(Mantissa).GetBitLength() + Exponent - 53, -1074);
        return (double)Shift(difference, low - ulp + 30) / (1 << 30);
    }

    private static BigReal Of(BigInteger fixedPoint) => new(fixedPoint, -Bits);

    private static BigReal HalfOfSum(BigReal a, BigReal b)
    {
        int low = Math.Max(Math.Min(a.Exponent, b.Exponent), Math.Max(a.Exponent, b.Exponent) - 600);
        return new(Shift(a.Mantissa, a.Exponent - low) + Shift(b.Mantissa, b.Exponent - low), low - 1);
    }

    private BigReal Negated() => new(-Mantissa, Exponent);

    private BigInteger Fixed() => Shift(Mantissa, Exponent + Bits);

    private static BigInteger Shift(BigInteger value, int count) => count >= 0 ? value << count : value >> -count;

    private static BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> Bits;

    private static BigInteger Nearest(BigInteger value, BigInteger unit) => BigInteger.Divide((2 * value) + (value.Sign * unit), 2 * unit);

    private static BigReal ExpFixed(BigInteger x)
    {
        var n = Nearest(x, Ln2);
        var r = (x - (n * Ln2)) >> 8;
        var sum = One;
        var term = One;
        for (int k = 1; !term.IsZero && term != BigInteger.MinusOne; k++)
        {
            term = Multiply(term, r) / k;
            sum += term;
        }

        for (int i = 0; i < 8; i++)
        {
            sum = Multiply(sum, sum);
        }

        return new(sum, (int)n - Bits);
    }

    private static BigInteger LogFixed(BigReal x)
    {
        int n = (int)x.Mantissa.GetBitLength() + x.Exponent;
        var m = Shift(x.Mantissa, x.Exponent - n + Bits);   // ½ ≤ m < 1
        return (2 * AtanhSeries(((m - One) << Bits) / (m + One))) + (n * Ln2);
    }

    private static BigInteger SinFixed(BigInteger x)
    {
        var n = Nearest(x, HalfPi);
        var r = x - (n * HalfPi);
        int quadrant = (int)(n & 3);
        var z = -Multiply(r, r);
        var term = quadrant % 2 == 0 ? r : One;
        var sum = term;
        for (int k = quadrant % 2 == 0 ? 2 : 1; !term.IsZero && term != BigInteger.MinusOne; k += 2)
        {
            term = Multiply(term, z) / (k * (k + 1));
            sum += term;
        }

        return quadrant >= 2 ? -sum : sum;
    }

    private static BigInteger AsinFixed(BigInteger x)
    {
        var adjacent = Root((One << Bits) - (x * x));
        return adjacent.IsZero ? x.Sign * HalfPi : AtanFixed((x << Bits) / adjacent);
    }

    private static BigInteger AtanFixed(BigInteger x)
    {
        if (BigInteger.Abs(x) > One)
        {
            return (x.Sign * HalfPi) - AtanFixed((One << Bits) / x);
        }

        for (int i = 0; i < 4; i++)   // tan(a/2) = tan a / (1 + √(1 + tan² a))
        {
            x = (x << Bits) / (One + Root((One << Bits) + (x * x)));
        }

        return 16 * AtanSeries(x);
    }

    private static BigInteger AtanSeries(BigInteger x) => OddSeries(x, -Multiply(x, x));

    private static BigInteger AtanhSeries(BigInteger x) => OddSeries(x, Multiply(x, x));

    private static BigInteger OddSeries(BigInteger x, BigInteger factor)
    {
        var sum = x;
        for (int k = 3; !x.IsZero && x != BigInteger.MinusOne; k += 2)
        {
            x = Multiply(x, factor);
            sum += x / k;
        }

        return sum;
    }

    private static BigInteger Root(BigInteger value)   // Newton, from above
    {
        if (value.IsZero)
        {
            return value;
        }

        var root = BigInteger.One << (int)((value.GetBitLength() / 2) + 1);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
