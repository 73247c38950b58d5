using Thymus.Numerics.Linear;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

public sealed class KernelTests
{
    private static readonly LaneWidth[] Vectors = [LaneWidth.Vector256, LaneWidth.Vector512, LaneWidth.TwoVectors512];

    [Fact]
    public void Values_are_those_of_an_interpreter_within_rounding() => RandomModels.Any.Sample(
        random =>
        {
            double[] computed = Computed(random, LaneWidth.Scalar, r => r.Field())[0];
            for (int i = 0; i < computed.Length; i++)
            {
                var expected = random.Value(random.Rates[i]);
                Assert.True(
                    !expected.IsCertain || Math.Abs(computed[i] - expected.Value) <= expected.Error,
                    $"state {i}: computed {computed[i]:R}, expected {expected} of {Interpreter.Text(random.Rates[i])}");
            }
        },
        iter: 200);

    [Fact]
    public void Derivatives_are_those_of_extrapolated_differences() => RandomModels.Smooth.Sample(
        random =>
        {
            var model = Compile(random);
            var (entries, slopes) = Computed(random, model, LaneWidth.Scalar, r => r.Jacobian());
            double[,] jacobian = Dense(model, entries[0]);
            for (int i = 0; i < random.States.Length; i++)
            {
                var rate = random.Rates[i];
                for (int j = 0; j < random.States.Length; j++)
                {
                    int variable = j;
                    Check(jacobian[i, j], d => random.Value(rate, [.. random.StateValues.Select((v, k) => k == variable ? v + d : v)], random.Time));
                }

                Check(slopes[0][i], d => random.Value(rate, random.StateValues, random.Time + d));
            }
        },
        iter: 200);

    [Fact]
    public void Every_lane_of_every_width_gives_the_bits_of_one_patient_alone() => RandomModels.Any.Sample(
        random =>
        {
            var model = Compile(random);
            double[][] states = Lanes(random.StateValues);
            double[][] patients = Lanes([.. random.ParameterValues, .. random.StateValues]);
            foreach (var width in Vectors)
            {
                using var vector = new KernelRun(model.Kernel(width), patients, states, random.Time);
                for (int lane = 0; lane < (int)width; lane++)
                {
                    using var alone = new KernelRun(model.Kernel(LaneWidth.Scalar), [patients[lane]], [states[lane]], random.Time + (lane * 0.125));
                    Assert.Equal(Bits(alone.Field()[0]), Bits(vector.Field()[lane]));
                    Assert.Equal(Bits(alone.Jacobian().Entries[0]), Bits(vector.Jacobian().Entries[lane]));
                    Assert.Equal(Bits(alone.Jacobian().Slopes[0]), Bits(vector.Jacobian().Slopes[lane]));
                    Assert.Equal(Bits(alone.Solve(50, states[lane])[0]), Bits(vector.Solve(50, states[lane])[lane]));
                    double[] field = [.. states[lane].AsEnumerable().Reverse()];
                    Assert.Equal(Bits(alone.SolveStage(50, field, 3, states[lane])[0]), Bits(vector.SolveStage(50, field, 3, states[lane])[lane]));
                    Assert.Equal(Bits(alone.Observe()[0]), Bits(vector.Observe()[lane]));
                    Assert.Equal(Bits(alone.Triggers()[0]), Bits(vector.Triggers()[lane]));
                    Assert.Equal(Bits(alone.Initialise()[0]), Bits(vector.Initialise()[lane]));
                }
            }
        },
        iter: 12);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public void Solutions_are_those_of_a_dense_factorisation_with_pivots(int largestUnrolledFactor) => Gen.Select(
        Gen.Double[-1, 1].Array[24 * 24], Gen.Int[0, 3].Array[24 * 24], Gen.Double[-1, 1].Array[24]).Sample(
        (values, kept, right) =>
        {
            const int size = 24;
            const double shift = 12;   // as large as a row can be: W is regular
            double[] matrix = [.. values.Select((v, i) => kept[i] == 0 ? v : 0)];
            var model = LinearModel(matrix, size, largestUnrolledFactor);
            using var run = KernelRun.Of(model, LaneWidth.Vector256, [.. model.DefaultParameters], new double[size]);
            double[] computed = run.Solve(shift, right)[3];

            double[] w = [.. matrix.Select((v, i) => (i % (size + 1) == 0 ? shift : 0) - v)];
            double[] expected = DenseLu.Factor(w, size).Solve(right);
            Assert.All(computed.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        },
        iter: 8);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public void A_stage_is_the_solution_with_its_right_side_added_in_one_rounding(int largestUnrolledFactor) => Gen.Select(
        Gen.Double[-1, 1].Array[24 * 24], Gen.Int[0, 3].Array[24 * 24], Gen.Double[-1, 1].Array[24], Gen.Double[-1, 1].Array[24], Gen.Double[-4, 4]).Sample(
        (values, kept, right, field, scale) =>
        {
            var model = LinearModel([.. values.Select((v, i) => kept[i] == 0 ? v : 0)], 24, largestUnrolledFactor);
            using var run = KernelRun.Of(model, LaneWidth.Vector256, [.. model.DefaultParameters], new double[24]);
            double[] sum = [.. right.Zip(field, (x, f) => Math.FusedMultiplyAdd(x, scale, f))];
            Assert.Equal(Bits(run.Solve(12, sum)[0]), Bits(run.SolveStage(12, field, scale, right)[0]));
        },
        iter: 3);

    [Fact]
    public void Looped_and_unrolled_factors_give_the_same_bits() => Gen.Select(
        Gen.Double[-1, 1].Array[24 * 24], Gen.Int[0, 3].Array[24 * 24], Gen.Double[-1, 1].Array[24]).Sample(
        (values, kept, right) =>
        {
            double[] matrix = [.. values.Select((v, i) => kept[i] == 0 ? v : 0)];
            var solutions = new[] { 0, int.MaxValue }.Select(limit =>
            {
                var model = LinearModel(matrix, 24, limit);
                using var run = KernelRun.Of(model, LaneWidth.Vector256, [.. model.DefaultParameters], new double[24]);
                return Bits(run.Solve(12, right)[0]);
            }).ToArray();
            Assert.Equal(solutions[0], solutions[1]);
        },
        iter: 3);

    private static CompiledModel LinearModel(double[] matrix, int size, int largestUnrolledFactor)
    {
        var text = new ModelText();
        var x = Enumerable.Range(0, size).Select(i => text.Parameter($"x{i}", 0)).ToArray();
        for (int i = 0; i < size; i++)
        {
            var sum = ModelText.Number(1);
            for (int j = 0; j < size; j++)
            {
                sum = matrix[(i * size) + j] == 0 ? sum : sum + (ModelText.Number(matrix[(i * size) + j]) * x[j].Value);
            }

            text.Rate(x[i], sum);
        }

        return MachineModel.Build(new CompileRequest { Model = text.Model() }, largestUnrolledFactor).Value!;
    }

    private static void Check(double computed, Func<double, Rounded> value)
    {
        // Two central differences, the error of order h⁴ left over (Richardson 1911), and how far they are from each other.
        const double h = 1.0 / 1024;
        Rounded Difference(double step) => (value(step) - value(-step)) / (2 * step);
        var (coarse, middle, fine) = (Difference(2 * h), Difference(h), Difference(h / 2));
        double first = ((4 * middle.Value) - coarse.Value) / 3;
        double second = ((4 * fine.Value) - middle.Value) / 3;
        double doubt = (2 * Math.Abs(second - first)) + (4 * fine.Error) + middle.Error;
        if (double.IsFinite(doubt) && Math.Abs(coarse.Value - middle.Value) < 0.01 * Math.Abs(middle.Value))   // else the step is too long to say anything
        {
            Assert.True(Math.Abs(computed - second) <= doubt + 1e-300, $"computed {computed:R}, differences give {second:R} ± {doubt:R}");
        }
    }

    private static CompiledModel Compile(RandomModel random) => CompiledModel.Compile(new CompileRequest
    {
        Model = random.Model,
        Observables = [.. random.States.Select(s => s.Name)],
        Watches = [new Watch("w", "y0")],
    }).Value!;

    private static T Computed<T>(RandomModel random, CompiledModel model, LaneWidth width, Func<KernelRun, T> what)
    {
        using var run = KernelRun.Of(model, width, [.. random.ParameterValues, .. random.StateValues], random.StateValues, random.Time);
        return what(run);
    }

    private static T Computed<T>(RandomModel random, LaneWidth width, Func<KernelRun, T> what) => Computed(random, Compile(random), width, what);

    private static double[,] Dense(CompiledModel model, double[] entries)
    {
        double[,] dense = new double[model.StateNames.Length, model.StateNames.Length];
        foreach (var (i, entry) in ((MachineModel)model).Program.Factors.Pattern.Entries.Index())
        {
            dense[entry.Row, entry.Column] = entries[i];
        }

        return dense;
    }

    private static double[][] Lanes(double[] values) => [.. Enumerable.Range(0, 16).Select(lane => values.Select((v, i) => v + (0.3 * lane * Math.Cos(i + lane))).ToArray())];

    private static long[] Bits(double[] values) => [.. values.Select(v => double.IsNaN(v) ? long.MaxValue : BitConverter.DoubleToInt64Bits(v))];
}
