using Thymus.Trials.Design;

namespace Thymus.Trials.Tests.Design;

public sealed class RandomisationTests
{
    [Fact]
    public void Arms_are_of_the_same_size() => Gen.Select(Gen.Int[1, 4], Gen.Int[1, 60], Gen.ULong).Sample((arms, perArm, seed) =>
    {
        var randomisation = new Randomisation(arms, perArm, seed);
        int[] sizes = new int[arms];
        for (int patient = 1; patient <= randomisation.Patients; patient++)
        {
            sizes[randomisation.ArmOf(patient)]++;
        }

        return sizes.All(s => s == perArm);
    });

    [Fact]
    public void Arms_are_balanced_after_every_block()
    {
        var randomisation = new Randomisation(arms: 2, patientsPerArm: 101, seed: 7);
        int difference = 0;
        for (int patient = 1; patient <= randomisation.Patients; patient++)
        {
            difference += randomisation.ArmOf(patient) == 0 ? 1 : -1;
            Assert.InRange(difference, -2, 2);
            if (patient % 4 == 0)
            {
                Assert.Equal(0, difference);
            }
        }
    }

    [Fact]
    public void The_arm_of_a_patient_does_not_depend_on_the_size_of_the_trial_within_whole_blocks()
    {
        var small = new Randomisation(arms: 2, patientsPerArm: 100, seed: 3);
        var large = new Randomisation(arms: 2, patientsPerArm: 1000, seed: 3);

        Assert.All(Enumerable.Range(1, small.Patients), p => Assert.Equal(small.ArmOf(p), large.ArmOf(p)));
    }

    [Fact]
    public void Blocks_use_every_order_about_equally_often()
    {
        // 6 orders of a block of two patients in each of two arms; chi-square with 5 degrees of freedom, 99.9 % point 20.5.
        var randomisation = new Randomisation(arms: 2, patientsPerArm: 6000, seed: 11);
        var counts = Enumerable.Range(0, 3000)
            .GroupBy(b => string.Concat(Enumerable.Range(1, 4).Select(i => randomisation.ArmOf((4 * b) + i))))
            .ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal(6, counts.Count);
        Assert.True(counts.Values.Sum(n => Math.Pow(n - 500, 2) / 500) < 20.5);
    }
}
