namespace Thymus.Trials.Courses;

/// <summary>A tumour assessment of one patient, as stored.</summary>
/// <param name="Patient">Number of the patient.</param>
/// <param name="Arm">Arm id.</param>
/// <param name="Visit">0 for baseline.</param>
/// <param name="Time">Time from randomisation [d].</param>
/// <param name="TrueSize">Sum of diameters in the simulated tumour [mm].</param>
/// <param name="MeasuredSize">Sum of diameters as recorded [mm]: with its error, 0 when all target lesions count as gone.</param>
/// <param name="ChangeFromBaseline">Of the measured sum [%].</param>
/// <param name="ChangeFromNadir">Of the measured sum, from the smallest so far, baseline included [%].</param>
/// <param name="Response">RECIST response at the visit; empty at baseline.</param>
public sealed record AssessmentRow(
    long Patient, string Arm, int Visit, double Time, double TrueSize, double MeasuredSize, double ChangeFromBaseline,
    double ChangeFromNadir, string Response);

/// <summary>Something that happened to one patient, as stored.</summary>
/// <param name="Patient">Number of the patient.</param>
/// <param name="Arm">Arm id.</param>
/// <param name="Time">Time from randomisation [d].</param>
/// <param name="Kind">One of <see cref="EventKinds"/>.</param>
/// <param name="Term">Drug, adverse-event term or reason.</param>
/// <param name="Grade">CTCAE grade; 0 when there is none.</param>
/// <param name="Amount">Amount given or worst value of a graded count; NaN when there is none.</param>
/// <param name="Unit">Unit of the amount.</param>
/// <param name="Duration">How long, at most to the end of follow-up [d]; NaN when it does not apply, +∞ for permanent.</param>
public sealed record EventRow(
    long Patient, string Arm, double Time, string Kind, string Term, int Grade, double Amount, string Unit, double Duration);

/// <summary>Kinds of events in the events table.</summary>
public static class EventKinds
{
    /// <summary>A dose was given.</summary>
    public const string Dose = "dose";

    /// <summary>A dose was put off.</summary>
    public const string DoseDelayed = "dose delayed";

    /// <summary>An adverse event, at its onset.</summary>
    public const string AdverseEvent = "adverse event";

    /// <summary>RECIST progression, at the assessment that showed it.</summary>
    public const string Progression = "progression";

    /// <summary>Treatment ended.</summary>
    public const string TreatmentEnd = "treatment end";

    /// <summary>Death.</summary>
    public const string Death = "death";

    /// <summary>Lost to follow-up.</summary>
    public const string DropOut = "drop-out";

    /// <summary>The event of an endpoint of the study.</summary>
    public const string Endpoint = "endpoint";
}

/// <summary>An endpoint of one patient, as stored.</summary>
/// <param name="Patient">Number of the patient.</param>
/// <param name="Arm">Arm id.</param>
/// <param name="Endpoint">OS, PFS, DOR, BOR, …, or the id of an endpoint or threshold of the study; <c>ID:baseline</c> is the baseline of one.</param>
/// <param name="Time">Time [d], or the value of an endpoint of the study in its unit; NaN for a category and where it is missing.</param>
/// <param name="IsEvent">Whether the event happened or the threshold was reached; false is censored or not reached.</param>
/// <param name="Value">Category, the reason of the event or of the censoring, or why the value is missing.</param>
public sealed record EndpointRow(long Patient, string Arm, string Endpoint, double Time, bool IsEvent, string Value);

/// <summary>A patient whose simulation failed, as stored.</summary>
/// <param name="Patient">Number of the patient.</param>
/// <param name="Arm">Arm id.</param>
/// <param name="Time">Time reached [d].</param>
/// <param name="Status">Kind of failure.</param>
/// <param name="State">State to blame, or the output or constant without a usable value; empty if none stands out.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">Unit of the value; empty when the model does not say.</param>
/// <param name="Message">What happened, in words.</param>
/// <param name="Suggestion">What to try.</param>
public sealed record FailureRow(
    long Patient, string Arm, double Time, string Status, string State, double Value, string Unit, string Message, string Suggestion);
