using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Single;

/// <summary>Gives one course.</summary>
internal sealed class SingleCourse(ICourse course) : ICourseSource
{
    private ICourse? _course = course;

    public ICourse? Next()
    {
        var next = _course;
        _course = null;
        return next;
    }
}
