namespace Thymus.Numerics.Random;

/// <summary>
/// Random numbers that are named by what they are for: the same (seed, patient, purpose) gives the same numbers in any
/// order, on any thread, in any shard. A counter-based generator, so a stream costs nothing to make.
/// </summary>
public partial struct RandomStream
{
    /// <summary>The stream of one purpose of one patient.</summary>
    /// <param name="seed">Seed of the study.</param>
    /// <param name="patient">Number of the patient; 0 for draws of the trial itself.</param>
    /// <param name="purpose">What is drawn, such as <c>covariate:WT</c> or <c>death</c>; part of the promise of reproducibility.</param>
    public static partial RandomStream For(ulong seed, ulong patient, string purpose);

    /// <summary>Uniform on the open interval (0, 1), with 53 random bits.</summary>
    public partial double NextUniform();

    /// <summary>Standard normal, by inversion of one uniform.</summary>
    public partial double NextNormal();

    /// <summary>Exponential with mean 1, by inversion of one uniform.</summary>
    public partial double NextExponential();
}
