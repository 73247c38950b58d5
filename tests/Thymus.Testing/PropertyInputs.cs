using System.Globalization;

namespace Thymus.Testing;

/// <summary>How many inputs the laws of readers are tried with: a few thousand in each run of the tests, and as many as THYMUS_PROPERTY_INPUTS says for a search.</summary>
public static class PropertyInputs
{
    /// <summary>The number of inputs of a law: the usual one, or that of THYMUS_PROPERTY_INPUTS where it is more.</summary>
    public static long AtLeast(long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable("THYMUS_PROPERTY_INPUTS"), CultureInfo.InvariantCulture, out long asked) ? Math.Max(usual, asked) : usual;
}
