using Thymus.Numerics.Random;

namespace Thymus.Trials.Design;

/// <summary>
/// Which arm a patient is in: permuted blocks of twice the number of arms, so that arms are balanced at all times. The
/// assignment is a pure function of (seed, patient): it needs no other patient.
/// </summary>
/// <param name="arms">Number of arms, at least 1.</param>
/// <param name="patientsPerArm">Patients per arm, at least 1.</param>
/// <param name="seed">Seed of the study.</param>
public sealed class Randomisation(int arms, int patientsPerArm, ulong seed)
{
    private const int RoundsPerBlock = 2;

    /// <summary>All patients of the trial; they are numbered from 1.</summary>
    public int Patients => arms * patientsPerArm;

    /// <summary>The arm of a patient, from 0.</summary>
    /// <param name="patient">Number of the patient, from 1 to <see cref="Patients"/>.</param>
    public int ArmOf(int patient)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patient, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(patient, Patients);
        int block = (patient - 1) / (arms * RoundsPerBlock), place = (patient - 1) % (arms * RoundsPerBlock);
        int size = Math.Min(arms * RoundsPerBlock, Patients - (block * arms * RoundsPerBlock));   // the last block may be one round
        Span<int> order = stackalloc int[size];
        for (int i = 0; i < size; i++)
        {
            order[i] = i % arms;
        }

        var stream = RandomStream.For(seed, patient: 0, $"randomisation:block:{block}");
        for (int i = size - 1; i > 0; i--)
        {
            int j = (int)(stream.NextUniform() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order[place];
    }
}
