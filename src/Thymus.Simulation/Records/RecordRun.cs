using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.SteadyState;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Records;

/// <summary>A dose made ready: what enters, how long after its record, and its derivatives, where it has any.</summary>
internal readonly record struct PreparedDose(Dose Dose, double Lag, DoseSlopes? Slopes);

/// <summary>What the courses of one run of a table share. Not thread safe.</summary>
internal sealed class RecordRun(
    RecordRequest request, BoundPort[] ports, (int Column, int Parameter)[] covariates)
{
    private readonly SteadyStateSolver _steadyState = new(request.Model, request.Solver, request.SteadyState);
    private readonly int[] _inputs =
        [.. request.Model.ParameterNames.Index().Where(p => p.Item.StartsWith("input:", StringComparison.Ordinal) || p.Item.StartsWith("d(input:", StringComparison.Ordinal)).Select(p => p.Index)];

    public RecordRequest Request => request;

    public CompiledModel Model => request.Model;

    public (int Column, int Parameter)[] Covariates => covariates;

    public ScalarModel Scalar { get; } = new(request.Model);

    /// <summary>The dose of a record, by the parameters in force; <see langword="null"/> with findings when they make no sense.</summary>
    public PreparedDose? Prepare(string id, DoseRecord record, ReadOnlySpan<double> parameters, List<Diagnostic> findings)
    {
        var port = ports[BoundPort.IndexOf(request.Ports, record.Compartment, request.DefaultPort)];
        double part = port.Bioavailability < 0 ? 1 : parameters[port.Bioavailability];
        double lag = port.Lag < 0 ? 0 : parameters[port.Lag];
        bool isModelRate = record.RateKind is RateKind.ModelRate;
        bool isModelDuration = record.RateKind is RateKind.ModelDuration;
        int modelled = isModelRate ? port.Rate : isModelDuration ? port.Duration : -1;
        if ((isModelRate || isModelDuration) && modelled < 0)
        {
            string what = isModelRate ? "rate" : "duration";
            findings.Add(Find(RecordRules.NoModelRate, record, $"name the parameter of the {what} in the port", id, isModelRate ? "-1" : "-2", port.Name, what));
            return null;
        }

        if ((port.Rate >= 0 || port.Duration >= 0) && !isModelRate && !isModelDuration)
        {
            findings.Add(Find(RecordRules.UnusedModelRate, record, "set RATE to -1 or -2", id, port.Name, port.Rate >= 0 ? "rate" : "duration"));
        }

        double value = modelled < 0 ? record.RateValue : parameters[modelled];
        if (!IsValid(part >= 0, "bioavailability", part, "0 or above") | !IsValid(lag >= 0, "lag", lag, "0 or above") |
            !IsValid(value > 0 || (modelled < 0 && value == 0), isModelRate ? "rate" : "duration", value, "above 0"))
        {
            return null;
        }

        if (record.SteadyState is not SteadyStateKind.None && record.Interval > 0 && lag >= record.Interval)
        {
            findings.Add(Find(RecordRules.LagTooLong, record, "a steady state needs a lag below the interval", id, Text(lag), Text(record.Interval)));
            return null;
        }

        var dose = record.RateKind switch
        {
            _ when record.Amount == 0 => Dose.AtRate(port.Target, 0, value),   // constant infusion: F has nothing to act on
            RateKind.Bolus => Dose.Bolus(port.Target, record.Amount, part),
            RateKind.Rate or RateKind.ModelRate => Dose.AtRate(port.Target, record.Amount, value, part),
            _ => Dose.Over(port.Target, record.Amount, value, part),
        };
        return new PreparedDose(dose, lag, Differentiate(record, port, part, value, modelled));

        bool IsValid(bool isGood, string what, double actual, string expected)
        {
            if (!isGood)
            {
                findings.Add(Find(RecordRules.BadDoseParameter, record, "check the parameters of the individual", id, what, port.Name, Text(actual), expected));
            }

            return isGood;
        }
    }

    /// <summary>The state at the time of a steady-state record, before its dose; what to add to the state for SS 2.</summary>
    public double[]? Settle(
        string id, DoseRecord record, PreparedDose prepared, double[] from, double[] parameters, List<Diagnostic> findings)
    {
        var (dose, lag, slopes) = prepared;
        bool isLagDifferentiated = slopes is not null && record.Amount > 0 && slopes.Start.AsSpan().ContainsAnyExcept(0.0);
        if (isLagDifferentiated && Model.Kernel(LaneWidth.Scalar) is var kernel && (kernel.DependsOnTime || kernel.Shape.Triggers > 0))
        {
            findings.Add(Find(
                RecordRules.DifferentiatedLag, record, "write out the doses, or differentiate by other parameters", id, record.Compartment,
                kernel.DependsOnTime ? "depends on time" : "has events"));
            return null;
        }

        if (FindEventWithMemory() is var (name, reason))
        {
            findings.Add(Find(RecordRules.EventInSteadyState, record, "write out the doses", id, name, reason));
            return null;
        }

        bool isAdded = record.SteadyState is SteadyStateKind.Add;
        if (isAdded && !_steadyState.IsLinear(record.Time, from, parameters))
        {
            findings.Add(Find(RecordRules.AddedToNonlinear, record, "use SS 1, or write out the doses", id));
        }

        double[]? state = Search(dose, slopes, record.Amount > 0);
        if (state is null || !isAdded)
        {
            return state;
        }

        // What the doses add to what is there without them: a turnover that runs anyway must not count twice.
        double[]? without = Search(Dose.Bolus(dose.Target, 0), slopes: null, repeated: record.Amount > 0);
        return without is null ? null : [.. state.Select((x, i) => request.SteadyState.Held.Contains(Model.StateNames[i]) ? 0 : x - without[i])];

        double[]? Search(Dose given, DoseSlopes? slopes, bool repeated)
        {
            double[] inForce = [.. parameters];
            inForce[given.Target.Input] += repeated ? 0 : given.Rate;
            slopes?.AddRate(repeated ? [] : inForce);
            var cycle = slopes?.WithoutLag();   // a cycle begins with its dose
            var result = repeated
                ? _steadyState.Repeated(record.Time, from, inForce, given, record.Interval, cycle)
                : _steadyState.Constant(record.Time, from, inForce);
            if (!Accept(id, record, result, findings))
            {
                return null;
            }

            if (!repeated || (lag == 0 && !(isLagDifferentiated && slopes is not null)))
            {
                return result.State;
            }

            // The record's own dose comes a lag later: the system is that much before the end of a cycle.
            var course = _steadyState.Run(record.Time, record.Interval - lag, result.State, inForce, given, record.Interval, cycle);
            double[] state = WithHeld(course.Final, result.State);
            if (slopes is not null && isLagDifferentiated)
            {
                MoveBack(slopes.Start, Scalar.Rates(record.Time, course.Final, course.FinalParameters), state);
            }

            return state;
        }
    }

    // A longer lag shows an earlier state of the cycle.
    private void MoveBack(double[] lag, double[] rates, double[] state)
    {
        foreach (var (j, group) in Model.Kernel(LaneWidth.Scalar).Shape.Sensitivities.Index())
        {
            for (int i = 0; i < group.Of.Length; i++)
            {
                state[group.First + i] -= request.SteadyState.Held.Contains(Model.StateNames[group.Of[i]]) ? 0 : rates[group.Of[i]] * lag[j];
            }
        }
    }

    // The amount that arrives is a·F; at a given rate r it takes the time a·F/r.
    private DoseSlopes? Differentiate(DoseRecord record, BoundPort port, double part, double value, int modelled)
    {
        if (port.Sensitivities is null)
        {
            return null;
        }

        var slopes = new DoseSlopes(port.Sensitivities);
        double amount = record.Amount;
        foreach (var (j, name) in Model.SensitivityNames.Index())
        {
            int parameter = Model.ParameterIndex(name);
            double byPart = parameter == port.Bioavailability ? 1 : 0;
            double byLag = parameter == port.Lag ? 1 : 0;
            double byValue = parameter == modelled ? 1 : 0;
            if (amount == 0)
            {
                slopes.Rate[j] = byValue;   // a constant infusion
                continue;
            }

            bool isRate = record.RateKind is RateKind.Rate or RateKind.ModelRate;
            double duration = isRate ? amount * part / value : value;
            double byDuration = isRate ? ((amount * byPart) - (duration * byValue)) / value : byValue;
            slopes.Set(j, amount * part, duration, amount * byPart, byDuration, byLag);
        }

        return slopes;
    }

    /// <summary>A state with the values of the held states from another one.</summary>
    public double[] WithHeld(double[] state, double[] held) =>
        [.. state.Select((x, i) => request.SteadyState.Held.Contains(Model.StateNames[i]) ? held[i] : x)];

    public void ClearInputs(double[] parameters)
    {
        foreach (int input in _inputs)
        {
            parameters[input] = 0;
        }
    }

    public static Diagnostic Failure(string id, SourceSpan span, SolveFailure failure) =>
        new(RecordRules.Failed, span, failure.Suggestion, id, failure.When, failure.Description);

    private bool Accept(string id, DoseRecord record, SteadyStateResult result, List<Diagnostic> findings)
    {
        if (result.Failure is { } end && SolveFailure.Of(Model, end) is { } failure)
        {
            findings.Add(Failure(id, record.Span, failure));
            return false;
        }

        if (!result.IsFound)
        {
            bool isError = request.SteadyState.FailWhenNotFound;
            findings.Add(Find(
                isError ? RecordRules.NoSteadyStateError : RecordRules.NoSteadyState, record,
                "hold states that have no steady state, such as an area under a curve, or allow more cycles", id,
                result.Cycles.ToString(CultureInfo.InvariantCulture), Model.StateNames[result.Slowest], Text(result.LastChange)));
            return !isError;
        }

        return true;
    }

    // An event that makes more than the state decide how a cycle goes on: one that is waiting at its end, or runs at its start.
    private (string Name, string Reason)? FindEventWithMemory()
    {
        var kernel = Model.Kernel(LaneWidth.Scalar);
        for (int trigger = 0; trigger < kernel.Shape.Events; trigger++)
        {
            var form = kernel.FormOf(trigger);
            if (form.HasDelay || !form.StartsTrue)
            {
                return (Model.TriggerNames[trigger], form.HasDelay ? "has a delay" : "runs at the start");
            }
        }

        return null;
    }

    /// <summary>A finding on a record; the time is its second argument.</summary>
    private static Diagnostic Find(DiagnosticRule rule, DoseRecord record, string suggestion, string id, params string[] more) =>
        new(rule, record.Span, suggestion, [id, Text(record.Time), .. more]);

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
