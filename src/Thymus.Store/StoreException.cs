namespace Thymus.Store;

/// <summary>
/// Something outside the program is in the way of reading or writing a run: a full disk, a missing permission, a folder that
/// is not a run, a mistake in a query. Both texts are for the user, without a stack trace.
/// </summary>
public sealed class StoreException : Exception
{
    /// <summary>An error with what to try.</summary>
    public StoreException(string message, string suggestion, Exception? inner = null)
        : base(message, inner) => Suggestion = suggestion;

    /// <summary>An error.</summary>
    public StoreException(string message, Exception? inner)
        : this(message, "", inner)
    {
    }

    /// <summary>An error.</summary>
    public StoreException(string message)
        : this(message, "")
    {
    }

    /// <summary>An error without words.</summary>
    public StoreException()
        : this("the run cannot be read or written")
    {
    }

    /// <summary>What the user can do; empty if there is nothing to say.</summary>
    public string Suggestion { get; }

    internal static StoreException For(Exception cause, string path) => cause switch
    {
        StoreException already => already,
        IOException when IsDiskFull(cause) => new(
            $"the disk is full: {path} could not be written", "free some space, or write to another disk with --out; then resume the run", cause),
        UnauthorizedAccessException => new(
            $"no permission for {path}", "choose a folder of your own with --out, or change the permissions", cause),
        DirectoryNotFoundException or FileNotFoundException => new(
            $"{path} does not exist", "check the name of the folder", cause),
        PathTooLongException => new($"the path is too long: {path}", "choose a shorter one with --out", cause),
        _ => new($"{path} cannot be read or written: {cause.Message}", "check the disk and the permissions; then resume the run", cause),
    };

    internal static bool IsFileTrouble(Exception cause) => cause is IOException or UnauthorizedAccessException;

    private static bool IsDiskFull(Exception cause) =>
        cause.HResult is 28 or 122                                   // ENOSPC, EDQUOT on Linux
            or unchecked((int)0x80070070) or unchecked((int)0x80070027)   // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL on Windows
        || (OperatingSystem.IsMacOS() && cause.HResult == 69);       // EDQUOT on macOS
}
