namespace Thymus.Numerics.Random;

/// <summary>
/// Random numbers that are named by what they are for: the same (seed, patient, purpose) gives the same numbers in any
/// order, on any thread, in any shard. A counter-based generator, so a stream costs nothing to make.
/// </summary>
/// <remarks>
/// Philox 4×32-10 (<see cref="Philox4X32"/>). The key is the seed. Of the 128-bit counter the upper 64 bits are a hash of
/// patient and purpose, which selects the stream, and the lower 64 bits count its blocks. Two streams of one study meet only
/// when the hashes of their names are equal: with a million patients and 30 purposes the chance of one such pair is 2·10⁻⁵,
/// and the two then have the same numbers; no result depends on that not happening.
/// A stream is a value that moves on: a copy goes on from the same place. Do not make one with <c>default</c>.
/// </remarks>
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
