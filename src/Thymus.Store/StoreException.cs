namespace Thymus.Store;

/// <summary>A file or folder of a run could not be used; the message and the suggestion are for the user.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is wrong, with the path.</param>
    /// <param name="suggestion">What to try.</param>
    /// <param name="cause">The system's own error, if any.</param>
    public StoreException(string message, string suggestion, Exception? cause = null)
        : base(message, cause) => Suggestion = suggestion;

    /// <summary>What to try.</summary>
    public string Suggestion { get; }

    /// <summary>Runs an action on files and turns the system's errors into words.</summary>
    internal static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new StoreException($"'{path}' cannot be accessed: permission denied", "choose a folder that you may write with --out, or change its permissions", cause);
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new StoreException($"'{path}' is in a folder that does not exist", "check the path", cause);
        }
        catch (FileNotFoundException cause)
        {
            throw new StoreException($"'{path}' does not exist", "check the path; 'thymus trial resume FOLDER' restores a file of an unfinished run", cause);
        }
        catch (IOException cause) when (IsDiskFull(cause))
        {
            throw new StoreException(
                $"the disk is full: '{path}' could not be written", "free some space, then go on with 'thymus trial resume FOLDER'; finished chunks are safe", cause);
        }
        catch (IOException cause)
        {
            throw new StoreException($"'{path}' could not be read or written: {cause.Message}", "check the disk and the folder, then go on with 'thymus trial resume FOLDER'", cause);
        }
    }

    /// <inheritdoc cref="Guard{T}(string, Func{T})" />
    internal static void Guard(string path, Action action) => Guard(path, () =>
    {
        action();
        return true;
    });

    private static bool IsDiskFull(IOException problem)
    {
        const int DiskFullWindows = unchecked((int)0x80070070), HandleDiskFullWindows = unchecked((int)0x80070027);
        const int NoSpaceUnix = 28, QuotaUnix = 122;
        return problem.HResult is DiskFullWindows or HandleDiskFullWindows or NoSpaceUnix or QuotaUnix;
    }
}
