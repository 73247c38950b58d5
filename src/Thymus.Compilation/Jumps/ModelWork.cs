using Thymus.Compilation.Graphs;
using Thymus.Numerics.Random;
using Thymus.Solvers.Jumps;

namespace Thymus.Compilation.Jumps;

/// <summary>Evaluates the code of a plan for one course.</summary>
internal sealed class ModelWork(JumpPlan plan) : JumpWork((double[])plan.Initial.Clone())
{
    private readonly RandomStream[] _streams = new RandomStream[plan.Draws.Length];
    private readonly double[] _numbers = new double[plan.DrawArguments.Select(a => a.Length).DefaultIfEmpty().Max()];

    /// <inheritdoc />
    public override void Begin(ReadOnlySpan<double> parameters, ulong seed, ulong patient)
    {
        for (int i = 0; i < _streams.Length; i++)
        {
            _streams[i] = RandomStream.For(seed, patient, plan.Draws[i].Purpose);
        }

        foreach (var (slot, parameter) in plan.Parameters)
        {
            Values[slot] = parameters[parameter];
        }

        Run(plan.Preparation);
        for (int i = 0; i < plan.Starts.Length; i++)
        {
            Values[i] = Values[plan.Starts[i]];
        }
    }

    /// <inheritdoc />
    public override double Rate(int reaction) => Value(plan.Rates[reaction]);

    /// <inheritdoc />
    public override double Partial(int reaction, int index) => Value(plan.Partials[reaction][index]);

    /// <inheritdoc />
    public override double Change(int reaction, int index) => Value(plan.Changes[reaction][index]);

    /// <inheritdoc />
    public override void Slopes(Span<double> slopes) => Write(plan.Slopes, slopes);

    /// <inheritdoc />
    public override double Trigger(int trigger) => Value(plan.Triggers[trigger]);

    /// <inheritdoc />
    public override void Assign(int trigger, Span<double> values) => Write(plan.Values[trigger], values);

    /// <inheritdoc />
    public override void Sizes(int trigger, Span<double> sizes) => Write(plan.Sizes[trigger], sizes);

    /// <inheritdoc />
    public override double Delay(int trigger) => Value(plan.Delays[trigger]);

    /// <inheritdoc />
    public override double Priority(int trigger) => Value(plan.Priorities[trigger]);

    /// <inheritdoc />
    public override void Observe(Span<double> observed) => Write(plan.Observables, observed);

    private void Write(ScalarCode[] codes, Span<double> values)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            values[i] = Value(codes[i]);
        }
    }

    private double Value(ScalarCode code)
    {
        Run(code.Steps);
        return Values[code.Result];
    }

    private void Run(ScalarStep[] steps)
    {
        double[] v = Values;
        foreach (ref readonly var step in steps.AsSpan())
        {
            v[step.Target] = step.Operation switch
            {
                Operation.Multiply => v[step.A] * v[step.B],
                Operation.Add => v[step.A] + v[step.B],
                Operation.Subtract => v[step.A] - v[step.B],
                Operation.Select => v[step.A] != 0 ? v[step.B] : v[step.C],
                Operation.Draw => Draw(step.A),
                >= Operation.Add => ScalarMath.Binary(step.Operation, v[step.A], v[step.B]),
                _ => ScalarMath.Unary(step.Operation, v[step.A]),
            };
        }
    }

    private double Draw(int draw)
    {
        int[] arguments = plan.DrawArguments[draw];
        for (int i = 0; i < arguments.Length; i++)
        {
            _numbers[i] = Values[arguments[i]];
        }

        return Draws.Draw(ref _streams[draw], plan.Draws[draw].Distribution, _numbers.AsSpan(0, arguments.Length));
    }
}
