namespace Thymus.Solvers.Jumps;

/// <summary>The numbers of one course of a model and the functions of them. One per thread; no method but <see cref="Begin"/> allocates.</summary>
/// <param name="values">The numbers: the states, then the time, then what is computed from them.</param>
public abstract class JumpWork(double[] values)
{
    /// <summary>The numbers: the states, then the time [the model's unit], then what is computed from them.</summary>
    public double[] Values { get; } = values;

    /// <summary>Begins a course at time 0: takes the parameters, draws what the model draws at the start, and sets the start state.</summary>
    public abstract void Begin(ReadOnlySpan<double> parameters, ulong seed, ulong patient);

    /// <summary>Firings of a reaction per time, at the present state and time.</summary>
    public abstract double Rate(int reaction);

    /// <summary>Derivative of a reaction's rate by the state number <paramref name="index"/> of <see cref="JumpShape.StatesOf"/>.</summary>
    public abstract double Partial(int reaction, int index);

    /// <summary>What a firing adds to the state number <paramref name="index"/> of its changes, where that is computed.</summary>
    public abstract double Change(int reaction, int index);

    /// <summary>Rates of change of the flowing states, in the order of <see cref="JumpShape.Flowing"/>.</summary>
    public abstract void Slopes(Span<double> slopes);

    /// <summary>A trigger function: greater than 0 while the trigger holds.</summary>
    public abstract double Trigger(int trigger);

    /// <summary>The values that an event assigns, one per target. What is drawn in them is drawn anew.</summary>
    public abstract void Assign(int trigger, Span<double> values);

    /// <summary>The sizes that the values of an event are multiplied by, at the places of its targets that are not plain.</summary>
    public abstract void Sizes(int trigger, Span<double> sizes);

    /// <summary>The time from trigger to run of an event.</summary>
    public abstract double Delay(int trigger);

    /// <summary>The priority of an event; −∞ for none.</summary>
    public abstract double Priority(int trigger);

    /// <summary>Writes the observables.</summary>
    public abstract void Observe(Span<double> observed);
}
