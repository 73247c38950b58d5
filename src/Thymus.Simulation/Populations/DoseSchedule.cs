using Thymus.Compilation;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Events;

namespace Thymus.Simulation.Populations;

/// <summary>All changes that the doses of a request make, in order of time, worked out once for all patients.</summary>
internal sealed class DoseSchedule
{
    private readonly Amount[] _amounts;
    private readonly PopulationDose[] _doses;
    private readonly DoseTarget[] _targets;
    private readonly int[] _lags;   // indices of parameters, −1 for none
    private readonly int[] _by;     // the parameters that the model is differentiated by
    private readonly DoseSensitivities?[] _sensitivities;   // of each dose, where it depends on one of them

    public DoseSchedule(PopulationRequest request)
    {
        var doses = request.Doses;
        _doses = [.. doses];
        _lags = [.. doses.Select(d => d.Lag is null ? -1 : request.ParameterIndex(d.Lag))];
        _by = [.. request.Model.SensitivityNames.Select(request.ParameterIndex)];
        _sensitivities = new DoseSensitivities?[doses.Length];
        var targets = new DoseTarget[doses.Length];
        _amounts = new Amount[doses.Length];
        List<Given> given = [];
        for (int d = 0; d < doses.Length; d++)
        {
            var dose = doses[d];
            dose.Validate();
            _sensitivities[d] = Sensitivities(request.Model, dose);

            targets[d] = DoseTarget.Find(request.Model, dose.Target)
                ?? throw new ArgumentException($"'{dose.Target}' is no dose target: the model was not compiled with it as one.");
            _amounts[d] = new(
                dose.Amount,
                dose.Times is null ? -1 : request.ParameterIndex(dose.Times),
                dose.Per is null ? -1 : request.ParameterIndex(dose.Per),
                dose.Duration);
            for (int k = 0; k < dose.Count; k++)
            {
                double start = dose.First + (k * dose.Every);   // never accumulated
                given.Add(new(d, start, start + dose.Duration, IsBolus: dose.Duration == 0));
            }
        }

        _targets = targets;
        given.Sort((a, b) => a.Start == b.Start ? a.Dose.CompareTo(b.Dose) : a.Start.CompareTo(b.Start));
        Stops = [.. StopsOf(given, targets, request.Times[^1])];
    }

    /// <summary>The stops before the last output, in order of time.</summary>
    public Stop[] Stops { get; }

    /// <summary>Number of doses, each with its own size.</summary>
    public int Sizes => _amounts.Length;

    /// <summary>Works out what one patient gets: the jump of a bolus, the rate of an infusion.</summary>
    public void Size(ReadOnlySpan<double> parameters, Span<double> sizes)
    {
        for (int d = 0; d < _amounts.Length; d++)
        {
            var amount = _amounts[d];
            double size = amount.Value;
            size *= amount.Times >= 0 ? parameters[amount.Times] : 1;
            size *= amount.Per >= 0 ? 1 / parameters[amount.Per] : 1;
            sizes[d] = amount.Duration > 0 ? size / amount.Duration : size;
        }
    }

    /// <summary>
    /// Whether the times differ from patient to patient, or amounts or times are differentiated: then <see cref="Stops"/> do not say everything, and a
    /// pump gives the doses.
    /// </summary>
    public bool IsOfPatient => Array.Exists(_lags, lag => lag >= 0) || Array.Exists(_sensitivities, s => s is not null);

    /// <summary>Room for the derivatives of each dose; none for one that depends on no parameter that the model is differentiated by.</summary>
    public DoseSlopes?[] NewSlopes() => [.. _sensitivities.Select(s => s is null ? null : new DoseSlopes(s))];

    /// <summary>Gives all doses of one patient to a pump, each line at its lag.</summary>
    /// <returns>Whether every lag is a time.</returns>
    public bool Give(ReadOnlySpan<double> parameters, ReadOnlySpan<double> sizes, DoseSlopes?[] slopes, DosePump pump)
    {
        bool isSound = true;
        for (int d = 0; d < _doses.Length; d++)
        {
            var dose = _doses[d];
            double lag = _lags[d] < 0 ? 0 : parameters[_lags[d]];
            if (!(lag >= 0 && double.IsFinite(lag)))
            {
                isSound = false;
                continue;
            }

            double amount = dose.Duration > 0 ? sizes[d] * dose.Duration : sizes[d];
            if (slopes[d] is { } given)
            {
                Differentiate(d, parameters, amount, given);
            }

            pump.Give(Dose.Over(_targets[d], amount, dose.Duration), dose.First + lag, dose.Every, dose.Count, slopes[d]);
        }

        return isSound;
    }

    // The amount a·T/P by each parameter that the model is differentiated by: a/P by T, −a·T/P² by P.
    private void Differentiate(int d, ReadOnlySpan<double> parameters, double amount, DoseSlopes slopes)
    {
        var (value, times, per, duration) = _amounts[d];
        for (int j = 0; j < _by.Length; j++)
        {
            double byTimes = _by[j] == times ? value * (per >= 0 ? 1 / parameters[per] : 1) : 0;
            double byPer = _by[j] == per ? -amount / parameters[per] : 0;
            slopes.Set(j, amount, duration, byTimes + byPer, byDuration: 0, _by[j] == _lags[d] ? 1 : 0);
        }
    }

    private static DoseSensitivities? Sensitivities(CompiledModel model, PopulationDose dose)
    {
        string[] moving = [.. new[] { dose.Times, dose.Per, dose.Lag }.OfType<string>().Where(p => model.SensitivityNames.Contains(p))];
        if (moving.Length == 0)
        {
            return null;
        }

        var sensitivities = DoseSensitivities.Of(model, dose.Target);
        return Array.Find(moving, p => sensitivities.Lacks(model, p)) is { } missing
            ? throw new ArgumentException(
                $"The amount or the lag of a dose into '{dose.Target}' depends on '{missing}', by which the outputs are differentiated: compile the model with it among DoseParameters.")
            : sensitivities;
    }

    private static List<Stop> StopsOf(List<Given> given, DoseTarget[] targets, double end)
    {
        List<Mark> marks = [];
        for (int g = 0; g < given.Count; g++)
        {
            marks.Add(new(given[g].Start, g, IsEnd: false));
            if (!given[g].IsBolus)
            {
                marks.Add(new(given[g].Stop, g, IsEnd: true));
            }
        }

        marks.Sort((a, b) => a.Time == b.Time ? a.Given.CompareTo(b.Given) : a.Time.CompareTo(b.Time));
        List<Stop> stops = [];
        Dictionary<int, SortedSet<int>> running = [];   // by input, in the order in which they were given
        int next = 0;
        while (next < marks.Count && marks[next].Time < end)
        {
            double time = marks[next].Time;
            List<Jump> jumps = [];
            List<int> changed = [];
            while (next < marks.Count && EventTime.IsDue(marks[next].Time, time))
            {
                var (_, number, isEnd) = marks[next++];
                var dose = given[number];
                var target = targets[dose.Dose];
                if (dose.IsBolus)
                {
                    jumps.Add(new(target.State, dose.Dose));
                    continue;
                }

                if (!running.TryGetValue(target.Input, out var there))
                {
                    running[target.Input] = there = [];
                }

                _ = isEnd ? there.Remove(number) : there.Add(number);
                if (!changed.Contains(target.Input))
                {
                    changed.Add(target.Input);
                }
            }

            stops.Add(new(time, [.. jumps], [.. changed.Select(input => new Rate(input, [.. running[input].Select(number => given[number].Dose)]))]));
        }

        return stops;
    }

    /// <summary>What happens at a time: jumps of the state, then rates of input that hold from there on.</summary>
    public sealed record Stop(double Time, Jump[] Jumps, Rate[] Rates);

    /// <summary>A bolus of the size of a dose into a state.</summary>
    public readonly record struct Jump(int State, int Dose);

    /// <summary>The input becomes the sum of the rates of the doses that run, in the order in which they were given.</summary>
    public readonly record struct Rate(int Input, int[] Doses);

    private sealed record Given(int Dose, double Start, double Stop, bool IsBolus);

    // The start of what is given, or its end.
    private readonly record struct Mark(double Time, int Given, bool IsEnd);

    private readonly record struct Amount(double Value, int Times, int Per, double Duration);
}
