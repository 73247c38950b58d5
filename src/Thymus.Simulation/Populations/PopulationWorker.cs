using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>Integrates on one thread. All its lanes draw patients one by one from a counter that the threads share.</summary>
internal sealed class PopulationWorker : ICourseSource, IDisposable
{
    private readonly LaneEngine _engine;
    private readonly Func<long> _draw;
    private readonly Stack<PopulationCourse> _idle;

    /// <param name="request">The request.</param>
    /// <param name="plan">The request made ready.</param>
    /// <param name="store">Where outputs go.</param>
    /// <param name="draw">Gives the number of the next patient, −1 for none now.</param>
    public PopulationWorker(PopulationRequest request, PopulationPlan plan, IPopulationStore store, Func<long> draw)
    {
        _draw = draw;
        LaneWidth width = LaneEngine.WidthFor(plan.Solver.Method, request.Width);
        _engine = LaneEngine.Create(request.Model.Kernel(width), plan.Solver);
        _idle = new Stack<PopulationCourse>((int)width);
        for (int lane = 0; lane < (int)width; lane++)
        {
            _idle.Push(new PopulationCourse(plan, store) { Ended = _idle.Push });
        }
    }

    /// <summary>Runs until there is no patient to draw and every lane is done.</summary>
    public EngineStatistics Run(CancellationToken cancellation) => _engine.Run(this, cancellation);

    public ICourse? Next()
    {
        long patient = _draw();
        if (patient < 0)
        {
            return null;
        }

        var course = _idle.Pop();
        course.Take(patient);
        return course;
    }

    public void Dispose() => _engine.Dispose();
}
